import type { DemandMinute } from '../core/demand/demand-minute.ts';
import { priceByRunTime } from '../core/forecast/wait-price.ts';
import type { ReplayMetrics } from './metrics.ts';
import { usualWindows } from './usual-windows.ts';
import type { ReplayPool, Workload } from './workload.ts';

/** A policy to propose to the owner of a pool, as documents. */
export interface ProposedPolicy {
  readonly name: string;
  readonly policy: Readonly<Record<string, unknown>>;
  readonly schedules: readonly Readonly<Record<string, unknown>>[];
}

/** The pool that policies are proposed for. */
export interface ProposalPool {
  readonly poolId: string;
  /** The document of the policy in force. Proposals replace only its mode, schedules, idle timeout, demand and forecast. */
  readonly base: Readonly<Record<string, unknown>> | undefined;
  readonly timeZone: string;
}

/** The members of a policy that decide when nodes are on. */
interface Settings {
  readonly idle?: object;
  readonly demand: object;
  readonly forecast?: object;
}

const FORECASTS: readonly (readonly [string, Settings])[] = [
  ['forecast', { demand: {}, forecast: { mode: 'enforce' } }],
  ['forecast-20%', { demand: {}, forecast: { mode: 'enforce', goal: { overLeast: '20%' } } }],
];

const IDLE: readonly (readonly [string, Settings])[] = ['PT5M', 'PT10M', 'PT30M'].map((timeout) => [
  `idle-${timeout.slice(2, -1)}`,
  { demand: {}, idle: { timeout } },
]);

/**
 * The policies from which a proposal is chosen: the forecast with default settings and with a larger budget, and idle timeouts.
 * If the pool has work at the same times every week, the default forecast and the shortest idle timeout are also tried with a
 * schedule of these times. All are in mode `observe`, so that the owner sees what a saved policy would do before it acts.
 */
export function proposedPolicies(minutes: readonly DemandMinute[], pool: ProposalPool): readonly ProposedPolicy[] {
  const windows = usualWindows(minutes, pool.timeZone);
  const without = [...FORECASTS, ...IDLE].map(([name, settings]) => proposed(`proposed-${name}`, { pool, settings }));
  if (windows.length === 0) return without;
  const schedule = { id: idFor(pool.poolId, '-usual'), timeZone: pool.timeZone, windows };
  return [
    ...without,
    ...[FORECASTS[0], IDLE[0]].flatMap((choice) =>
      choice === undefined
        ? []
        : proposed(`proposed-${choice[0]}-and-schedule`, { pool, settings: choice[1], schedule }),
    ),
  ];
}

function proposed(
  name: string,
  {
    pool,
    settings,
    schedule,
  }: {
    readonly pool: ProposalPool;
    readonly settings: Settings;
    readonly schedule?: { readonly id: string; readonly timeZone: string };
  },
): ProposedPolicy {
  const { idle: _i, demand: _d, forecast: _f, schedules: _s, ...kept } = pool.base ?? {};
  const policy = {
    id: idFor(pool.poolId),
    pools: [pool.poolId],
    ...kept,
    mode: 'observe',
    ...settings,
    ...(schedule !== undefined && { schedules: [schedule.id] }),
  };
  return { name, policy, schedules: schedule === undefined ? [] : [schedule] };
}

const LONGEST_ID = 64;

/** The id of a document, which unlike that of a pool does not begin with a hyphen or an underscore. */
function idFor(poolId: string, suffix = ''): string {
  const id = poolId.replace(/^[-_]+/, '').slice(0, LONGEST_ID - suffix.length);
  return `${id === '' ? 'pool' : id}${suffix}`;
}

/** A policy that was tried. */
export interface TriedChoice {
  readonly name: string;
  readonly metrics: ReplayMetrics;
}

/**
 * The choice with the least cost of nodes and waiting together, with a sentence of its figures; `undefined` if there are no
 * choices. Waiting is priced by the mean run time of tasks and the slots of a node, which is the highest price of a forecast without a goal.
 */
export function cheapestOf(
  choices: readonly TriedChoice[],
  workload: Workload,
  { slotsPerNode }: Pick<ReplayPool, 'slotsPerNode'>,
): { readonly name: string; readonly because: string } | undefined {
  const price = priceByRunTime(meanRunS(workload) / 60, slotsPerNode);
  const costOf = ({ metrics }: TriedChoice) =>
    metrics.allocatedHours + price * ((metrics.waitMeanS * metrics.tasks) / 3600);
  const [best, ...others] = choices.toSorted((a, b) => costOf(a) - costOf(b));
  if (best === undefined) return undefined;
  const { costRatio, waitMeanS, waitP95S } = best.metrics;
  const figures = `it costs ${costRatio.toFixed(2)} × the least, and tasks wait ${waitMeanS.toFixed(0)} s on average, 95 of 100 at most ${waitP95S.toFixed(0)} s`;
  const beside = `with a waiting task counted as ${price.toFixed(2)} nodes this is the least of ${others.length + 1} policies that were tried`;
  return { name: best.name, because: `${best.name}: ${figures}; ${beside}` };
}

function meanRunS({ jobs, tasks }: Workload): number {
  return jobs.reduce((sum, job) => sum + job.runS * job.tasks, 0) / Math.max(1, tasks);
}
