import { InvalidArgumentError } from '@commander-js/extra-typings';
import { TIME_ZONE } from '../../documents/fields/fields.ts';
import { baselinesIn, FORECAST } from '../../replay/baselines.ts';
import { referenceOf, replayPolicy } from '../../replay/replay-policy.ts';
import { USUAL_NODE_TIMES } from '../../replay/start-times.ts';
import { triedPolicy } from '../../replay/tried-policy.ts';
import { readValueOf } from '../files/document-file.ts';
import { readPolicyFile, readScheduleFile, schedulesOf } from '../files/policy-file.ts';
import { type TraceCase, traceCase } from '../files/trace-case.ts';
import { command, usage } from '../terminal/command.ts';
import { Misuse } from '../terminal/misuse.ts';
import { poolReplay } from '../terminal/pool-replay.ts';
import { describeReplays, type NamedReplay } from '../terminal/replay-table.ts';
import { type AppOptions, withApp } from '../terminal/running-app.ts';
import { visible } from '../terminal/visible.ts';
import { wholeNumber } from '../terminal/whole-number.ts';
import { describeReplay } from './describe-replay.ts';

const replayUsage = () =>
  withApp(
    usage(
      'replay',
      'Replays policies on recorded work, and shows their cost and how long tasks would have waited.',
      '--pool demo/render --policy render.json --days 28',
    ),
  )
    .option('--pool <account/pool>', 'uses the recorded demand of this pool in a running app')
    .option(
      '--trace <file>',
      'uses a log of jobs: CSV with submit_s,runtime_s,nodes,user, optionally compressed with gzip',
    )
    .option('--policy <file...>', 'the policies to replay; they also act in the mode observe')
    .option('--schedule <file...>', 'the schedules that the policies name')
    .option('--days <number>', 'the number of days (28 for a pool, 90 for a log)', wholeNumber(1))
    .option('--time-zone <zone>', 'of the business hours in the comparison', zoneOf, 'UTC')
    .option(
      '--nodes <number>',
      'the number of nodes for a log (the number that suffices 99.5 % of the time)',
      wholeNumber(1),
    )
    .option('--slots <number>', 'the number of task slots of a node for a log (1)', wholeNumber(1))
    .option('--per-node <number>', 'the number of processors in a log that count as one task (1)', wholeNumber(1))
    .option('--from-day <number>', 'the first day of a log to use (0)', wholeNumber(0))
    .option(
      '--burn-in <number>',
      'the number of days of a log that are only for learning, and not measured (14)',
      wholeNumber(0),
    )
    .option('--start <instant>', 'when a log begins (1970-01-01T00:00Z)', instantOf)
    .option(
      '--start-median <seconds>',
      `the median of the start times for a log, in seconds (${USUAL_NODE_TIMES.startMedianS})`,
      wholeNumber(1),
    )
    .option('--seed <number>', 'the seed of the random numbers for a log (1)', wholeNumber(1))
    .option('--json', 'prints the metrics as JSON');

/** Options that have an effect with one source of work only. */
const ONLY_WITH = {
  pool: { app: '--app', key: '--key', profile: '--profile' },
  trace: {
    nodes: '--nodes',
    slots: '--slots',
    perNode: '--per-node',
    fromDay: '--from-day',
    burnIn: '--burn-in',
    start: '--start',
    startMedian: '--start-median',
    seed: '--seed',
  },
} as const;

/** @throws Misuse if an option that was given has no effect */
function refuseUnused(options: object, source: keyof typeof ONLY_WITH): void {
  const other = source === 'pool' ? 'trace' : 'pool';
  const unused = Object.entries(ONLY_WITH[other]).flatMap(([name, flag]) => (name in options ? [flag] : []));
  if (unused.length > 0)
    throw new Misuse(`${unused.join(', ')}: only with --${other}, without effect with --${source}`);
}

/**
 * `replay --trace FILE --policy FILE…` and `replay --pool ACCOUNT/POOL --policy FILE…`: compares the cost and waits of policies
 * on recorded work with always-on, business hours, idle timeouts, formulas of Batch, the forecast and the least possible cost.
 */
export const replay = command(replayUsage, ({ options, write }) => {
  const { pool, trace } = options;
  if ((pool === undefined) === (trace === undefined)) throw new Misuse('either --pool or --trace is expected');
  refuseUnused(options, pool === undefined ? 'trace' : 'pool');
  return pool === undefined ? ofTrace({ ...options, trace: trace ?? '' }, write) : ofPool({ ...options, pool }, write);
});

interface Named {
  readonly policy?: readonly string[] | undefined;
  readonly schedule?: readonly string[] | undefined;
  readonly timeZone: string;
  readonly json?: true | undefined;
}

interface PoolOptions extends Named, AppOptions {
  readonly pool: string;
  readonly days?: number | undefined;
}

async function ofPool(options: PoolOptions, write: (text: string) => void): Promise<number> {
  const { pool, days = 28, timeZone, policy, schedule = [] } = options;
  const documents = (kind: 'policies' | 'schedules', files: readonly string[]) =>
    Promise.all(files.map((file) => readValueOf(kind, file)));
  const body = {
    days,
    timeZone,
    ...(policy !== undefined && { policies: await documents('policies', policy) }),
    schedules: await documents('schedules', schedule),
  };
  const found = await poolReplay({ ...options, pool, body });
  write(options.json ? `${JSON.stringify(found)}\n` : describeReplay(visible(found)));
  return 0;
}

async function ofTrace(options: Named & TraceCase, write: (text: string) => void): Promise<number> {
  const given = await Promise.all((options.schedule ?? []).map(readScheduleFile));
  const policies = await Promise.all((options.policy ?? []).map(readPolicyFile));
  const named = policies.map((policy) => {
    return triedPolicy(policy.id, policy, schedulesOf(policy, given));
  });
  const tried = traceCase(options);
  const reference = referenceOf(tried);
  const outcomes = [...baselinesIn(options.timeZone), FORECAST, ...named].map((policy) => ({
    name: policy.name,
    ...replayPolicy(tried, reference, policy),
  }));
  const { nodes } = tried.pool;
  const least = reference.leastS / 3600;
  if (options.json) {
    const policies = outcomes.map(({ name, metrics, longestWaits }) => ({ policy: name, ...metrics, longestWaits }));
    write(`${JSON.stringify({ nodes, slotsPerNode: tried.pool.slotsPerNode, leastHours: least, policies })}\n`);
  } else write(describeReplays(outcomes satisfies readonly NamedReplay[], { nodes, leastHours: least }));
  return 0;
}

function zoneOf(text: string): string {
  const { success, error } = TIME_ZONE.safeParse(text);
  if (success) return text;
  throw new InvalidArgumentError(`${error.issues[0]?.message}.`);
}

function instantOf(text: string): number {
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds)) throw new InvalidArgumentError('A moment such as 2026-03-01T00:00:00Z is expected.');
  return milliseconds / 1000;
}
