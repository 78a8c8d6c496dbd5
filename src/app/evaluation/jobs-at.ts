import type { Temporal } from 'temporal-polyfill';
import type { ActiveJob } from '../../core/demand/job-work.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import { perTick } from './per-tick.ts';

export interface HasJobsAt {
  /** The active jobs of an account as they were read at a tick, once for all evaluations of it. */
  readonly activeJobsAt: (tick: Temporal.Instant, account: string) => Promise<readonly ActiveJob[]>;
}

/** Lists the jobs of an account once for all evaluations of a tick. */
export function rememberJobs({ batch }: HasBatchReader): HasJobsAt['activeJobsAt'] {
  return perTick((_, account) => batch.listJobs(account));
}
