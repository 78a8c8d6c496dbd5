import { type BlockedTasks, blockedByRunning } from './blocked-tasks.ts';
import { type Runnable, runnableOf, runningOf, type TaskListing } from './runnable.ts';
import type { TaskLoad } from './task-load.ts';

/**
 * A job in the state `active`: "The Job is available to have Tasks scheduled." No other job asks for nodes.
 * https://learn.microsoft.com/rest/api/batchservice/jobs/get-job#batchjobstate (api-version 2025-06-01)
 */
export interface ActiveJob {
  readonly jobId: string;
  /** The pool that its tasks run in; its id may be written in another letter case than the pool's own. */
  readonly poolId: string;
  /** -1000 to 1000, the highest first; `undefined` if not known. */
  readonly priority: number | undefined;
  /** The most tasks of the job that run at the same time; `undefined` and -1 are no limit. */
  readonly maxParallelTasks: number | undefined;
  /** May its tasks depend on each other, so that not every active one could run? */
  readonly usesTaskDependencies: boolean;
  /** What its metadata `lamplighter.family` says; `undefined` if it says nothing. */
  readonly family?: string | undefined;
}

/** What waits and runs of one active job. `undefined` is "not known", which is never taken for nothing. */
export interface JobWork extends ActiveJob {
  /** Tasks in the state `active` as the service counts them: those that wait for other tasks are among them. */
  readonly active: TaskLoad | undefined;
  /** Tasks in the states `preparing` and `running`. */
  readonly running: TaskLoad | undefined;
  /** Which of the active tasks could run now; `undefined` where the tasks were not looked at one by one. */
  readonly runnable: Runnable | undefined;
  /** Tasks that have ended so far, those that failed too; `undefined` if not known. */
  readonly completed: number | undefined;
  /** Tasks that can run as soon as some that run have ended; none where that is not known. */
  readonly blocked?: readonly BlockedTasks[];
}

/** What the service counts of one job; `undefined` is "not known". */
export type CountedTasks = Pick<JobWork, 'active' | 'running' | 'completed'>;

/** The work of a job by its counts, and by its open tasks where those were looked at. */
export function jobWorkOf(job: ActiveJob, counted: CountedTasks, listing: TaskListing | undefined): JobWork {
  if (listing === undefined) return { ...job, ...counted, runnable: undefined };
  const runnable = runnableOf(listing, counted.active);
  const { active, completed } = counted;
  return {
    ...job,
    active,
    running: runningIn(counted, listing),
    runnable,
    completed,
    blocked: blockedByRunning(listing),
  };
}

/** The counts do not say on how many nodes a multi-instance task runs, a listing may not be complete: the larger holds. */
function runningIn({ running }: CountedTasks, listing: TaskListing): TaskLoad | undefined {
  const listed = runningOf(listing);
  if (running === undefined) return listing.complete ? listed : undefined;
  return { tasks: Math.max(running.tasks, listed.tasks), slots: Math.max(running.slots, listed.slots) };
}

/** Finds the jobs of a pool by its id in any letter case: ids of Batch are "case-preserving and case-insensitive". */
export function jobsByPool<Job extends ActiveJob>(jobs: readonly Job[]): (poolId: string) => readonly Job[] {
  const byPool = Map.groupBy(jobs, ({ poolId }) => poolId.toLowerCase());
  return (poolId) => byPool.get(poolId.toLowerCase()) ?? [];
}
