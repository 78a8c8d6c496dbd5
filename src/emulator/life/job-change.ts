import { findPool } from '../world/find.ts';
import { touch } from '../world/stamp.ts';
import type { Account, Job, World } from '../world/world.ts';
import { planExpiry, schedule } from './job-life.ts';
import { endIfComplete } from './job-step.ts';
import { withdrawAll } from './waiting.ts';

/** The properties of a job that can be changed; missing ones stay unchanged. */
export type JobChange = Partial<
  Pick<Job, 'poolId' | 'priority' | 'maxParallelTasks' | 'onAllTasksComplete' | 'properties'>
>;

/** Changes a job, and with it the order of its tasks. */
export function changeJob(
  world: World,
  account: Account,
  { job, change }: { readonly job: Job; readonly change: JobChange },
): void {
  const before = findPool(account, job.poolId);
  if (before !== undefined) withdrawAll(before, job);
  Object.assign(job, change);
  touch(world, job);
  planExpiry(world, job);
  endIfComplete(world, job);
  schedule(world, findPool(account, job.poolId), job);
}
