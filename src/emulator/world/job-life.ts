import { touch } from './stamp.ts';
import { toWireTime } from './wire-time.ts';
import type { Job, World } from './world.ts';

/** Ends a job whose tasks have all ended, where it asks for that (`onAllTasksComplete: terminatejob`). */
export function endIfComplete(world: World, job: Job): void {
  const open = job.counts.active.tasks + job.counts.running.tasks;
  if (job.state !== 'active' || job.onAllTasksComplete !== 'terminatejob' || open > 0) return;
  job.state = 'completed';
  job.stateTransitionTime = toWireTime(world.now);
  job.endTime = job.stateTransitionTime;
  job.terminateReason = 'AllTasksCompleted';
  touch(world, job);
}
