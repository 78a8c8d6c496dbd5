import type { ScoredSpan } from './pool-ledger.ts';

/** Jobs with their tasks, in the order in which they were submitted. Times are in seconds since the workload begins. */
export interface Workload {
  readonly jobs: readonly WorkloadJob[];
  /** All tasks together. */
  readonly tasks: number;
}

/** Tasks that were submitted together, each for one slot. */
export interface WorkloadJob {
  readonly submittedS: number;
  readonly runS: number;
  readonly tasks: number;
  readonly family: string;
  /** The number of its first task among the tasks of all jobs. */
  readonly firstTask: number;
  /** The job schedule that creates it, so that its time is known in advance. */
  readonly schedule?: string | undefined;
  /** The place of the job whose tasks must end before its own can run. */
  readonly after?: number | undefined;
}

/** A job before its tasks are numbered. */
export interface JobRecord extends Omit<WorkloadJob, 'firstTask' | 'after'> {
  /** The id by which other jobs refer to it. */
  readonly id?: string | undefined;
  /** The `id` of an earlier job, whose tasks must end before its own can run. */
  readonly after?: string | undefined;
}

/** The pool that a workload is tried on. */
export interface ReplayPool {
  readonly nodes: number;
  readonly slotsPerNode: number;
  /** When the workload begins, in seconds since the epoch. */
  readonly startEpochS: number;
  /** Costs and waits count from here on, in seconds since the workload begins; before, a policy may only learn. */
  readonly scoredFromS: number;
  readonly scoredUntilS: number;
  /** The parts of that time in which node seconds and starts count, in order; all of it if missing. */
  readonly scoredSpans?: readonly ScoredSpan[];
}

/** Numbers the tasks of jobs; a job keeps at most as many tasks as the pool has slots. */
export function workloadOf(records: readonly JobRecord[], slots: number): Workload {
  let tasks = 0;
  const placeOf = new Map<string, number>();
  const jobs = records.map(({ id, after, ...record }, place): WorkloadJob => {
    const before = after === undefined ? undefined : placeOf.get(after);
    const job = { ...record, tasks: Math.min(record.tasks, slots), firstTask: tasks };
    tasks += job.tasks;
    if (id !== undefined) placeOf.set(id, place);
    return before === undefined ? job : { ...job, after: before };
  });
  return { jobs, tasks };
}

/** The number of tasks that run at once, if there is a node for each, which is not exceeded in the share `quantile` of the time. */
export function concurrencyQuantile(
  jobs: readonly JobRecord[],
  { fromS, untilS, quantile }: { readonly fromS: number; readonly untilS: number; readonly quantile: number },
): number {
  const changes = jobs
    .flatMap(({ submittedS, runS, tasks }): readonly (readonly [number, number])[] => [
      [submittedS, tasks],
      [submittedS + runS, -tasks],
    ])
    .toSorted(([at, change], [otherAt, otherChange]) => at - otherAt || change - otherChange);
  const secondsAt = new Map<number, number>();
  let running = 0;
  let last = fromS;
  const pass = (at: number) => {
    const seconds = Math.min(untilS, at) - Math.max(fromS, last);
    if (seconds > 0) secondsAt.set(running, (secondsAt.get(running) ?? 0) + seconds);
    last = Math.max(last, at);
  };
  for (const [at, change] of changes) {
    pass(at);
    running += change;
  }
  pass(untilS);
  let rest = quantile * (untilS - fromS);
  const levels = [...secondsAt].toSorted(([a], [b]) => a - b);
  for (const [level, seconds] of levels) {
    rest -= seconds;
    if (rest <= 0) return level;
  }
  return levels.at(-1)?.[0] ?? 0;
}
