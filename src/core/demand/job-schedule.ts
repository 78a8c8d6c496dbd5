import type { Temporal } from 'temporal-polyfill';

/** A job schedule that is active: the service creates its next job at a known time. */
export interface JobSchedule {
  readonly id: string;
  /** The pool that its jobs run in; its id may be written in another letter case than the pool's own. */
  readonly poolId: string;
  /** When the next job is created; `undefined` where none will be. */
  readonly nextRun: Temporal.Instant | undefined;
  /** Between two jobs; `undefined` where there is one only, or it is not known. */
  readonly interval: Temporal.Duration | undefined;
}

/**
 * The job schedule that has created a job, by the job's id: `nightly:job-17` is one of `nightly`.
 */
// assumed: no person gives such an id to a job of their own.
export function jobScheduleOf(jobId: string): string | undefined {
  return /^(.+):job-\d+$/.exec(jobId)?.[1];
}
