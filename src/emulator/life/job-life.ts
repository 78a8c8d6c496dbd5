import { Temporal } from 'temporal-polyfill';
import type { WireDisableTasks } from '../../wire/job.ts';
import { deadlineOf } from '../world/constraints.ts';
import { findPool } from '../world/find.ts';
import type { Account, Job, Pool, Task, World } from '../world/world.ts';
import { dispatch } from './dispatch.ts';
import { completeJob, endIfComplete, enterJobState, noticeSchedule } from './job-step.ts';
import { removeTask, requeueTask, terminateTask } from './task-life.ts';
import { enqueueAll, withdrawAll } from './waiting.ts';

/** Disables a job: its tasks wait, and those that run are requeued, ended or waited for. */
export function disableJob(
  world: World,
  account: Account,
  { job, option }: { readonly job: Job; readonly option: WireDisableTasks },
): void {
  const pool = findPool(account, job.poolId);
  if (job.state === 'active') enterJobState(world, job, 'disabling');
  if (pool === undefined) return;
  withdrawAll(pool, job);
  if (option === 'requeue') for (const task of runningTasks(job)) requeueTask(world, pool, task);
  if (option === 'terminate') for (const task of runningTasks(job)) terminateTask(world, pool, task);
  dispatch(world, pool);
}

/** Begins to end a job: its running tasks are ended, those that wait stay as they are. */
export function terminateJob(
  world: World,
  account: Account,
  { job, reason }: { readonly job: Job; readonly reason: string },
): void {
  job.terminateReason = reason;
  enterJobState(world, job, 'terminating');
  endRunningTasks(world, findPool(account, job.poolId), job);
}

/** Begins to delete a job: its running tasks are ended, and after a while it is gone with all its tasks. */
export function deleteJob(world: World, account: Account, job: Job): void {
  enterJobState(world, job, 'deleting');
  endRunningTasks(world, findPool(account, job.poolId), job);
}

/** Ends or removes a task on request; another task may take its slot. */
export function endTaskByUser(
  world: World,
  account: Account,
  { task, remove }: { readonly task: Task; readonly remove: boolean },
): void {
  const pool = findPool(account, task.job.poolId);
  const end = remove ? removeTask : terminateTask;
  end(world, pool, task);
  if (pool !== undefined) dispatch(world, pool);
}

/** Takes the step that a job's state leads to when its time is over. */
export function takeJobStep(world: World, account: Account, job: Job): void {
  switch (job.state) {
    case 'disabling':
      return enterJobState(world, job, 'disabled');
    case 'enabling':
      enterJobState(world, job, 'active');
      endIfComplete(world, job);
      return schedule(world, findPool(account, job.poolId), job);
    case 'terminating':
      return completeJob(world, job);
    case 'deleting':
      account.jobs.delete(job.id.toLowerCase());
      noticeSchedule(world, job);
      return undefined;
    default:
      return undefined;
  }
}

/** Gives the tasks of a job their places among those that wait for a pool, and nodes to those whose turn it is. */
export function schedule(world: World, pool: Pool | undefined, job: Job): void {
  if (pool === undefined) return;
  enqueueAll(pool, job);
  dispatch(world, pool);
}

/** Schedules the end of a job's wall clock time. */
export function planExpiry(world: World, job: Job): void {
  const deadline = deadlineOf(job);
  if (deadline === undefined) return;
  const at = Temporal.Instant.compare(deadline, world.now) > 0 ? deadline : world.now;
  world.agenda.put(at, { kind: 'job-expires', account: job.account, job: job.id });
}

/** Ends a job that has exceeded its wall clock time; its constraints may have changed since this was scheduled. */
export function expire(world: World, account: Account, job: Job): void {
  const deadline = deadlineOf(job);
  const isOver = ['terminating', 'completed', 'deleting'].includes(job.state);
  if (isOver || deadline === undefined || Temporal.Instant.compare(deadline, world.now) > 0) return;
  terminateJob(world, account, { job, reason: 'MaxWallClockTimeExpiry' });
}

function endRunningTasks(world: World, pool: Pool | undefined, job: Job): void {
  if (pool === undefined) return;
  withdrawAll(pool, job);
  for (const task of runningTasks(job)) terminateTask(world, pool, task);
  dispatch(world, pool);
}

function runningTasks({ tasks }: Job): readonly Task[] {
  return [...tasks.values()].filter(({ state }) => state === 'running');
}
