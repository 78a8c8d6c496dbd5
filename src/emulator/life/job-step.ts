import type { WireJobState } from '../../wire/job.ts';
import { drawLatency } from '../world/latencies.ts';
import { touch } from '../world/stamp.ts';
import { toWireTime } from '../world/wire-time.ts';
import type { Job, World } from '../world/world.ts';

/** States that a job leaves by itself once none of its tasks runs. */
const PASSING: readonly WireJobState[] = ['disabling', 'enabling', 'terminating', 'deleting'];

/** Puts a job into a state, and schedules when it leaves that state by itself. */
export function enterJobState(world: World, job: Job, state: WireJobState): void {
  job.previousState = job.state;
  job.previousStateTransitionTime = job.stateTransitionTime;
  job.state = state;
  job.stateTransitionTime = toWireTime(world.now);
  job.age += 1;
  touch(world, job);
  planStep(world, job);
}

/** Ends a job. */
export function completeJob(world: World, job: Job): void {
  enterJobState(world, job, 'completed');
  job.endTime = toWireTime(world.now);
  noticeSchedule(world, job);
}

/** Ends a job whose tasks have all ended, if it requests that (`onAllTasksComplete: terminatejob`). */
export function endIfComplete(world: World, job: Job): void {
  const open = job.counts.active.tasks + job.counts.running.tasks;
  if (job.state !== 'active' || job.onAllTasksComplete !== 'terminatejob' || open > 0) return;
  job.terminateReason = 'AllTasksComplete';
  completeJob(world, job);
}

/**
 * Schedules the end of a new job to which nobody adds a task: "if a Job contains no Tasks, then all Tasks are considered complete".
 * https://learn.microsoft.com/rest/api/batchservice/jobs/create-job (api-version 2025-06-01); that tasks race with it:
 * https://github.com/Azure/azure-sdk-for-net/issues/8764. assumed: how long it takes.
 */
export function planCheck(world: World, { account, id, age, onAllTasksComplete }: Job): void {
  if (onAllTasksComplete !== 'terminatejob') return;
  const delay = drawLatency(world.latencies.job, world.chance);
  world.agenda.put(world.now.add(delay), { kind: 'job-is-checked', account, job: id, age });
}

/** Schedules the next step of a job if only its time is missing; call it when a task has stopped running. */
export function planStep(world: World, job: Job): void {
  if (!PASSING.includes(job.state) || job.counts.running.tasks > 0) return;
  const { account, id, age } = job;
  const delay = drawLatency(world.latencies.job, world.chance);
  world.agenda.put(world.now.add(delay), { kind: 'job-step', account, job: id, age });
}

/** Tells the schedule of a job that the job has ended or was deleted: another may be due. */
export function noticeSchedule(world: World, { account, scheduleId }: Job): void {
  if (scheduleId === undefined) return;
  world.agenda.put(world.now, { kind: 'job-schedule-step', account, jobSchedule: scheduleId });
}
