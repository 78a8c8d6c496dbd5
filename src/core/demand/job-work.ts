import { dependenciesIn, type TaskDependencies } from './blocked-tasks.ts';
import { type Runnable, runnableOf, runningOf, type TaskListing } from './runnable.ts';
import type { TaskLoad } from './task-load.ts';

/**
 * A job in the state `active`: "The Job is available to have Tasks scheduled." No other job asks for nodes.
 * https://learn.microsoft.com/rest/api/batchservice/jobs/get-job#batchjobstate (api-version 2025-06-01)
 */
export interface ActiveJob {
  readonly jobId: string;
  /** The pool in which its tasks run, possibly in another letter case than the pool's own id. */
  readonly poolId: string;
  /** -1000 to 1000, the highest first; `undefined` if not known. */
  readonly priority: number | undefined;
  /** The most tasks of the job that run at the same time; `undefined` and -1 mean no limit. */
  readonly maxParallelTasks: number | undefined;
  /** May its tasks depend on each other? Then not every active task is runnable. */
  readonly usesTaskDependencies: boolean;
  /** Its metadata `lamplighter.family`; `undefined` if there is none. */
  readonly family?: string | undefined;
}

/**
 * The waiting and running work of one active job. `undefined` means "not known", which never counts as zero; so does a missing
 * member.
 */
export interface JobWork extends ActiveJob, Partial<TaskDependencies> {
  /** Tasks in the state `active` as Batch counts them, including those that wait for other tasks. */
  readonly active: TaskLoad | undefined;
  /** Tasks in the states `preparing` and `running`. */
  readonly running: TaskLoad | undefined;
  /** Which of the active tasks are runnable; `undefined` if the tasks were not listed. */
  readonly runnable: Runnable | undefined;
  /** Ended tasks, including failed ones; `undefined` if not known. */
  readonly completed: number | undefined;
}

/** The counts of Batch for one job; `undefined` means "not known". */
export type CountedTasks = Pick<JobWork, 'active' | 'running' | 'completed'>;

/** The work of a job, from its counts and, if they were listed, its open tasks. */
export function jobWorkOf(job: ActiveJob, counted: CountedTasks, listing: TaskListing | undefined): JobWork {
  // If no task waits, none is listed.
  const none = counted.active?.tasks === 0 ? NO_DEPENDENTS : {};
  if (listing === undefined) return { ...job, ...counted, ...none, runnable: undefined };
  const runnable = runnableOf(listing, counted.active);
  const { active, completed } = counted;
  return {
    ...job,
    active,
    running: runningIn(counted, listing),
    runnable,
    completed,
    ...dependenciesIn(listing),
  };
}

const NO_DEPENDENTS: TaskDependencies = { blocked: [], awaited: [] };

/**
 * The counts do not say on how many nodes a multi-instance task runs, and a listing may be incomplete: the larger number is
 * used.
 */
function runningIn({ running }: CountedTasks, listing: TaskListing): TaskLoad | undefined {
  const listed = runningOf(listing);
  if (running === undefined) return listing.complete ? listed : undefined;
  return { tasks: Math.max(running.tasks, listed.tasks), slots: Math.max(running.slots, listed.slots) };
}

/** Finds the jobs of a pool by its id in any letter case: ids of Batch are "case-preserving and case-insensitive". */
export function jobsByPool<Job extends Pick<ActiveJob, 'poolId'>>(
  jobs: readonly Job[],
): (poolId: string) => readonly Job[] {
  const byPool = Map.groupBy(jobs, ({ poolId }) => poolId.toLowerCase());
  return (poolId) => byPool.get(poolId.toLowerCase()) ?? [];
}
