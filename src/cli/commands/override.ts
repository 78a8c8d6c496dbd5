import type { OverrideInForce } from '../../api/overrides.ts';
import { command, usage } from '../terminal/command.ts';
import { Misuse } from '../terminal/misuse.ts';
import { poolPath } from '../terminal/pool-name.ts';
import { withApp } from '../terminal/running-app.ts';
import { showAnswer } from '../terminal/show-answer.ts';
import { tryOut } from '../terminal/try-out.ts';
import { warningLines } from '../terminal/warning-lines.ts';

const overrideUsage = () =>
  withApp(
    usage(
      'override',
      'Overrides the schedules of a pool for a limited time, shows the override, or ends it.',
      'demo/render-linux --min 4 --until "tuesday 18:00" --note "the long render"',
    ),
  )
    .argument('<account/pool>', 'the pool')
    .option('--min <amount>', 'how many nodes must be ready: a number, or a share such as 50%')
    .option('--max <amount>', 'how many nodes may be allocated')
    .option('--on <node...>', 'nodes to keep on')
    .option('--off <node...>', 'nodes to keep off')
    .option('--leave-alone', 'no node is started or deallocated')
    .option('--from <moment>', 'when it begins (now)')
    .option('--until <moment>', 'when it ends, such as 2026-03-03T18:00:00Z')
    .option('--note <text>', 'the reason', '')
    .option('--end', 'ends the override of the pool')
    .option('--dry-run', 'only shows the effect, and changes nothing')
    .option('--json', 'prints the response of the app as JSON');

/**
 * `override ACCOUNT/POOL --min 4 --until …`: sets the override of a pool, in place of the current one. Without options, it
 * shows the override; with `--end`, it ends it. Exit code 1 if the app refuses.
 */
export const override = command(overrideUsage, ({ operands: [pool], options, write }) => {
  const path = `${poolPath(pool)}/override`;
  if (options.end) {
    if (isAsked(options))
      throw new Misuse('--end takes no other option of an override; leave out --end, or the others');
    const request = { method: 'DELETE', path } as const;
    if (options.dryRun) return tryOut(options, request, write);
    return showAnswer(options, request, { write, show: () => `${pool}: the override is ended\n` });
  }
  const body = bodyOf(options);
  if (options.dryRun && body !== undefined) return tryOut(options, { method: 'PUT', path, body }, write);
  const show = (kept: OverrideInForce) => shown(pool, kept);
  return showAnswer(options, body === undefined ? { path } : { method: 'PUT', path, body }, { write, show });
});

interface Wanted {
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  readonly on?: readonly string[] | undefined;
  readonly off?: readonly string[] | undefined;
  readonly leaveAlone?: true | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly note: string;
}

function isAsked({ note, ...others }: Wanted): boolean {
  const { min, max, on, off, leaveAlone, from, until } = others;
  return note !== '' || [min, max, on, off, leaveAlone, from, until].some((one) => one !== undefined);
}

/** The override that options describe; `undefined` where they describe none. */
function bodyOf(wanted: Wanted): object | undefined {
  const { leaveAlone, from, until, note } = wanted;
  const [capacity, nodes] = [capacityOf(wanted), nodesOf(wanted)];
  if (!isAsked(wanted)) return undefined;
  if (until === undefined)
    throw new Misuse('--until is missing: it says when the override is over, such as --until "tuesday 18:00"');
  return { leaveAlone, capacity, nodes, from, until, note };
}

function capacityOf({ min, max }: Wanted): object | undefined {
  return min === undefined && max === undefined ? undefined : { min: amount(min), max: amount(max) };
}

function nodesOf({ on, off }: Wanted): object | undefined {
  return on === undefined && off === undefined ? undefined : { on: on ?? [], off: off ?? [] };
}

function amount(text: string | undefined): number | string | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : text;
}

function shown(pool: string, override: OverrideInForce): string {
  const { leaveAlone, capacity, nodes, from, until, note, actor } = override;
  const what = [
    ...(leaveAlone === true ? ['left alone'] : []),
    ...(capacity === undefined ? [] : [`at least ${capacity.min} ready, at most ${capacity.max ?? 'all'} allocated`]),
    ...nodes.on.map((node) => `${node} on`),
    ...nodes.off.map((node) => `${node} off`),
  ];
  const lines = [
    `${pool}: ${what.join(', ')}`,
    `  from ${from} until ${until}, by ${actor}${note === '' ? '' : `: ${note}`}`,
  ];
  return `${[...lines, ...warningLines(override)].join('\n')}\n`;
}
