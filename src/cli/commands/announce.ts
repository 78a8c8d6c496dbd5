import type { AnnouncementInForce } from '../../api/announcements.ts';
import { counted } from '../../core/text/counted.ts';
import { command, usage } from '../terminal/command.ts';
import { poolPath } from '../terminal/pool-name.ts';
import { withApp } from '../terminal/running-app.ts';
import { showAnswer } from '../terminal/show-answer.ts';
import { tryOut } from '../terminal/try-out.ts';
import { warningLines } from '../terminal/warning-lines.ts';
import { wholeNumber } from '../terminal/whole-number.ts';

const announceUsage = () =>
  withApp(
    usage(
      'announce',
      'Announces work for a pool, so that nodes are ready for it in time.',
      'demo/render-linux --slots 200 --by "tomorrow 06:00" --note "the morning batch"',
    ),
  )
    .argument('<account/pool>', 'the pool')
    .requiredOption('--slots <number>', 'the number of task slots that the work needs', wholeNumber(1))
    .requiredOption('--by <moment>', 'when it will be submitted, such as 2026-03-03T06:00:00Z')
    .option('--until <moment>', 'how long the nodes are kept (an hour after --by)')
    .option('--note <text>', 'the reason', '')
    .option('--idempotency-key <key>', 'an announcement that is repeated with the same key counts once')
    .option('--dry-run', 'only shows the effect, and changes nothing')
    .option('--json', 'prints the response of the app as JSON');

/** `announce ACCOUNT/POOL --slots 200 --by …`: announces work. Exit code 1 if the app refuses. */
export const announce = command(announceUsage, ({ operands: [pool], options, write }) => {
  const { slots, by, until, note, idempotencyKey } = options;
  const request = {
    method: 'POST',
    path: `${poolPath(pool)}/announcements`,
    body: { slots, by, until, note },
    headers: idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey },
  } as const;
  if (options.dryRun) return tryOut(options, request, write);
  return showAnswer(options, request, { write, show: (announced: AnnouncementInForce) => shown(pool, announced) });
});

function shown(pool: string, announced: AnnouncementInForce): string {
  const { slots, by, until, id } = announced;
  const line = `${pool}: ${counted(slots, 'slot is', 'slots are')} announced by ${by}, until ${until} (${id})`;
  return `${[line, ...warningLines(announced)].join('\n')}\n`;
}
