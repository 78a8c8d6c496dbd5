import { findJob, findJobSchedule, findPool } from '../world/find.ts';
import type { Account, Job, JobSchedule, Node, Pool, Task } from '../world/world.ts';
import { BatchError } from './batch-error.ts';

type Path = Readonly<Record<string, string>>;

/** The pool that a path names. @throws BatchError PoolNotFound */
export function lookupPool(account: Account, { poolId = '' }: Path): Pool {
  const pool = findPool(account, poolId);
  if (pool === undefined) throw new BatchError('PoolNotFound');
  return pool;
}

/** The node that a path names. @throws BatchError PoolNotFound, NodeNotFound */
export function lookupNode(account: Account, path: Path): { readonly pool: Pool; readonly node: Node } {
  const pool = lookupPool(account, path);
  const node = pool.nodes.get((path['nodeId'] ?? '').toLowerCase());
  if (node === undefined) throw new BatchError('NodeNotFound');
  return { pool, node };
}

/** The job that a path names. @throws BatchError JobNotFound */
export function lookupJob(account: Account, { jobId = '' }: Path): Job {
  const job = findJob(account, jobId);
  if (job === undefined) throw new BatchError('JobNotFound');
  return job;
}

/** The job schedule that a path names. @throws BatchError JobScheduleNotFound */
export function lookupJobSchedule(account: Account, { jobScheduleId = '' }: Path): JobSchedule {
  const schedule = findJobSchedule(account, jobScheduleId);
  if (schedule === undefined) throw new BatchError('JobScheduleNotFound');
  return schedule;
}

/** The task that a path names. @throws BatchError JobNotFound, TaskNotFound */
export function lookupTask(account: Account, path: Path): Task {
  const task = lookupJob(account, path).tasks.get((path['taskId'] ?? '').toLowerCase());
  if (task === undefined) throw new BatchError('TaskNotFound');
  return task;
}
