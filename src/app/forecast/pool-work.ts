import type { JobSchedule } from '../../core/demand/job-schedule.ts';
import type { JobWork } from '../../core/demand/job-work.ts';
import type { PendingSlots } from '../../core/demand/pending-slots.ts';

/** The work in a pool. */
export interface PoolWork {
  /** Waiting and running task slots; `undefined` if the policy does not need them. */
  readonly pending: PendingSlots | undefined;
  /** The same by job; `undefined` if the jobs could not be read. */
  readonly jobs: readonly JobWork[] | undefined;
  /** The job schedules of the account; empty if they could not be read. */
  readonly schedules: readonly JobSchedule[];
}
