import type { Temporal } from 'temporal-polyfill';
import type { JobSchedule } from '../../core/demand/job-schedule.ts';
import { type ActiveJob, jobsByPool } from '../../core/demand/job-work.ts';
import { asksForWork, type EffectivePolicy } from '../../core/plan/effective-policy.ts';
import { describeError } from '../../core/text/describe-error.ts';
import type { HasJobsAt } from './jobs-at.ts';

/** The work of a pool as a tick sees it, without a request for a single job. */
export interface PoolWork {
  /** `undefined` is "not known". */
  readonly jobs: readonly ActiveJob[] | undefined;
  readonly schedules: readonly JobSchedule[];
}

export const NO_WORK: PoolWork = { jobs: [], schedules: [] };

/** The work of the pools of an account. */
export interface AccountWork {
  readonly workOf: (poolId: string) => PoolWork;
  readonly problems: readonly string[];
}

/**
 * Lists the active jobs and the job schedules of an account; where no policy asks for work that waits, no call is spent on them.
 * Jobs that cannot be read are no reason to forget the schedules: the pools are evaluated all the same.
 */
export async function workOfAccount(
  ports: HasJobsAt,
  { account, at }: { readonly account: string; readonly at: Temporal.Instant },
  pools: readonly { readonly effective: EffectivePolicy }[],
): Promise<AccountWork> {
  if (!pools.some(({ effective }) => asksForWork(effective))) return { workOf: () => NO_WORK, problems: [] };
  // A pool without work is evaluated when a job schedule is created or changed: its first job may need a start ahead. If they
  // cannot be read, nodes are started when the work is there.
  const [jobs, schedules] = await Promise.allSettled([
    ports.activeJobsAt(at, account),
    ports.jobSchedulesAt(at, account),
  ]);
  const schedulesOf = jobsByPool(schedules.status === 'fulfilled' ? schedules.value : []);
  if (jobs.status === 'fulfilled') {
    const jobsOf = jobsByPool(jobs.value);
    return { workOf: (poolId) => ({ jobs: jobsOf(poolId), schedules: schedulesOf(poolId) }), problems: [] };
  }
  const problem = `The jobs of the account ${account} could not be read: ${describeError(jobs.reason)}`;
  return { workOf: (poolId) => ({ jobs: undefined, schedules: schedulesOf(poolId) }), problems: [problem] };
}
