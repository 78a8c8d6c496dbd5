import type { Temporal } from 'temporal-polyfill';

/** An active job schedule: Batch creates its next job at a known time. */
export interface JobSchedule {
  readonly id: string;
  /** The pool in which its jobs run, possibly in another letter case than the pool's own id. */
  readonly poolId: string;
  /** When the next job is created; `undefined` if there will be none. */
  readonly nextRun: Temporal.Instant | undefined;
  /** The time between two jobs; `undefined` if there is only one, or if it is not known. */
  readonly interval: Temporal.Duration | undefined;
}

/** The job schedule that created a job, from the job's id: `nightly:job-17` belongs to `nightly`. */
// assumed: no person gives a job of their own such an id.
export function jobScheduleOf(jobId: string): string | undefined {
  return /^(.+):job-\d+$/.exec(jobId)?.[1];
}
