import type { JobSchedule } from '../../core/demand/job-schedule.ts';
import type { JobWork } from '../../core/demand/job-work.ts';
import type { PendingSlots } from '../../core/demand/pending-slots.ts';

/** The work in a pool. */
export interface PoolWork {
  /** Task slots that wait and run; `undefined` where the policy does not ask for them. */
  readonly pending: PendingSlots | undefined;
  /** The same by jobs; `undefined` where they could not be read as well. */
  readonly jobs: readonly JobWork[] | undefined;
  /** The job schedules of the account; none where they could not be read. */
  readonly schedules: readonly JobSchedule[];
}
