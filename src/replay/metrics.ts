import type { SimulatedPool } from './simulated-pool.ts';
import type { ReplayPool, Workload } from './workload.ts';

/** The cost of a policy on a workload, and the waits under it. */
export interface ReplayMetrics {
  /** Allocated node hours divided by the least with which no task waits longer than with all nodes always on. */
  readonly costRatio: number;
  readonly allocatedHours: number;
  readonly leastHours: number;
  readonly alwaysOnHours: number;
  readonly idleHours: number;
  readonly startingHours: number;
  readonly deallocatingHours: number;
  /** How much later tasks start than with all nodes always on, in seconds. */
  readonly waitMeanS: number;
  readonly waitP50S: number;
  readonly waitP95S: number;
  readonly waitP99S: number;
  /** The same for the last task of each job. */
  readonly jobWaitMeanS: number;
  readonly jobWaitP95S: number;
  readonly tasks: number;
  readonly jobs: number;
  readonly starts: number;
  readonly startsPerDay: number;
  /** The waits of tasks of job schedules, and of tasks that waited for others; absent if there are none. */
  readonly known?: KnownWaits;
}

/** The waits of tasks that are known in advance. */
export interface KnownWaits {
  readonly tasks: number;
  readonly waitMeanS: number;
  readonly waitP95S: number;
}

/** The figures that a replay is compared with. */
export interface ReplayReference {
  /** When each task starts with all nodes always on. */
  readonly startedS: Float64Array;
  /** When the tasks of each job become runnable with all nodes always on. */
  readonly runnableS: Float64Array;
  readonly leastS: number;
}

const HOUR_S = 3600;
const DAY_S = 86_400;
/** A task that never started counts as started two weeks after the end of the scored time. */
const NEVER_S = 14 * DAY_S;

/** Computes the metrics of a simulated pool. */
export function metricsOf(
  simulated: SimulatedPool,
  {
    workload,
    pool,
    reference,
  }: {
    readonly workload: Workload;
    readonly pool: ReplayPool;
    readonly reference: ReplayReference;
  },
): ReplayMetrics {
  const { scoredFromS, scoredUntilS, nodes } = pool;
  const waitOf = (task: number, place: number) => {
    const startedS = simulated.startedS[task] ?? Number.NaN;
    const late = (Number.isNaN(startedS) ? scoredUntilS + NEVER_S : startedS) - (reference.startedS[task] ?? 0);
    return late - lateRunnable(simulated, reference, place);
  };
  const scored = [...workload.jobs.entries()].filter(
    ([, { submittedS }]) => submittedS >= scoredFromS && submittedS < scoredUntilS,
  );
  const waits = Float64Array.from(
    scored.flatMap(([place, { firstTask, tasks }]) =>
      Array.from({ length: tasks }, (_, task) => waitOf(firstTask + task, place)),
    ),
  ).sort();
  const jobWaits = Float64Array.from(scored, ([place, { firstTask, tasks }]) =>
    waitOf(firstTask + tasks - 1, place),
  ).sort();
  const known = Float64Array.from(
    scored
      .filter(([, { schedule, after }]) => schedule !== undefined || after !== undefined)
      .flatMap(([place, { firstTask, tasks }]) =>
        Array.from({ length: tasks }, (_, task) => waitOf(firstTask + task, place)),
      ),
  ).sort();
  const { allocatedS, idleS, startingS, deallocatingS, starts } = simulated.ledger;
  return {
    costRatio: allocatedS / reference.leastS,
    allocatedHours: allocatedS / HOUR_S,
    leastHours: reference.leastS / HOUR_S,
    alwaysOnHours: (nodes * (scoredUntilS - scoredFromS)) / HOUR_S,
    idleHours: idleS / HOUR_S,
    startingHours: startingS / HOUR_S,
    deallocatingHours: deallocatingS / HOUR_S,
    waitMeanS: meanOf(waits),
    waitP50S: quantileOf(waits, 0.5),
    waitP95S: quantileOf(waits, 0.95),
    waitP99S: quantileOf(waits, 0.99),
    jobWaitMeanS: meanOf(jobWaits),
    jobWaitP95S: quantileOf(jobWaits, 0.95),
    tasks: waits.length,
    jobs: jobWaits.length,
    starts,
    startsPerDay: starts / ((scoredUntilS - scoredFromS) / DAY_S),
    ...(known.length > 0 && {
      known: { tasks: known.length, waitMeanS: meanOf(known), waitP95S: quantileOf(known, 0.95) },
    }),
  };
}

/** How many seconds later the tasks of a job became runnable than with all nodes always on: this is no wait for a node. */
export function lateRunnable(
  { progress }: Pick<SimulatedPool, 'progress'>,
  { runnableS }: Pick<ReplayReference, 'runnableS'>,
  place: number,
): number {
  const lateS = (progress.runnableS[place] ?? 0) - (runnableS[place] ?? 0);
  return Number.isNaN(lateS) ? 0 : lateS;
}

function meanOf(values: Float64Array): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function quantileOf(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
