import { Temporal } from 'temporal-polyfill';
import { durationOf } from './time-limits.ts';
import type { Job, Task } from './world.ts';

/** What limits a task, or a job as a whole. https://learn.microsoft.com/rest/api/batchservice/tasks/create-task#batchtaskconstraints */
export interface Constraints {
  readonly maxTaskRetryCount?: number;
  readonly maxWallClockTime?: string;
  readonly retentionTime?: string;
}

/** How often a task may be tried again; -1 is without end. */
export function retriesOf(task: Task): number {
  // "If you do not specify constraints, the maxTaskRetryCount is the maxTaskRetryCount specified for the Job"
  return constraintsOf(task)?.maxTaskRetryCount ?? constraintsOf(task.job)?.maxTaskRetryCount ?? 0;
}

/** What the service shows where there is no limit. */
export const LONGEST_SPAN = 'P10675199DT2H48M5.4775807S';

/** How long a task may run at a time, or a job from its creation on; `undefined` is for ever. */
export function wallClockLimit(of: Task | Job): Temporal.Duration | undefined {
  const limit = constraintsOf(of)?.maxWallClockTime;
  return limit === undefined || limit === LONGEST_SPAN ? undefined : durationOf(limit);
}

/** The instant at which the wall clock time of a job is over; `undefined` is never. */
export function deadlineOf(job: Job): Temporal.Instant | undefined {
  const limit = wallClockLimit(job);
  return limit === undefined ? undefined : Temporal.Instant.from(job.creationTime).add(limit);
}

function constraintsOf({ properties }: Task | Job): Constraints | undefined {
  return properties['constraints'] as Constraints | undefined;
}
