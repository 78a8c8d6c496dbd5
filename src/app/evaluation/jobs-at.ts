import type { Temporal } from 'temporal-polyfill';
import type { JobSchedule } from '../../core/demand/job-schedule.ts';
import type { ActiveJob } from '../../core/demand/job-work.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import { perTick } from './per-tick.ts';

export interface HasJobsAt {
  /** The active jobs of an account as of a tick, read once for all its evaluations. */
  readonly activeJobsAt: (tick: Temporal.Instant, account: string) => Promise<readonly ActiveJob[]>;
  /** The active job schedules of an account, in the same way. */
  readonly jobSchedulesAt: (tick: Temporal.Instant, account: string) => Promise<readonly JobSchedule[]>;
}

/** Lists the jobs and the job schedules of an account once for all evaluations of a tick. */
export function rememberJobs({ batch }: HasBatchReader): HasJobsAt {
  return {
    activeJobsAt: perTick((_, account) => batch.listJobs(account)),
    jobSchedulesAt: perTick((_, account) => batch.listJobSchedules(account)),
  };
}
