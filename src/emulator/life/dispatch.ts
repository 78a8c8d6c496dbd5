import type { Job, Pool, Task, World } from '../world/world.ts';
import { isSatisfied } from './dependencies.ts';
import { continueRollout } from './os-upgrade.ts';
import { pickNode } from './slot-board.ts';
import { runTask } from './task-life.ts';

/**
 * Assigns waiting tasks to nodes with free slots, in order. A task that fits nowhere, or whose dependencies are not met, is
 * skipped, so that later tasks can run; the service does not document how it does this.
 */
export function dispatch(world: World, pool: Pool): void {
  // A node that has just become idle may have to be upgraded before it gets its next task.
  if (pool.rollout !== undefined) continueRollout(world, pool);
  if (pool.waiting.length === 0 || pickNode(pool, 1) === undefined) return;
  const passedOver: Task[] = [];
  let looked = 0;
  for (const task of pool.waiting) {
    if (pickNode(pool, 1) === undefined) break;
    looked += 1;
    if (!place(world, pool, task)) passedOver.push(task);
  }
  if (passedOver.length === looked) return;
  // In place, because a hundred thousand tasks may follow, and slots become free one at a time.
  pool.waiting.splice(0, looked);
  if (passedOver.length > 0) pool.waiting = passedOver.concat(pool.waiting);
}

function place(world: World, pool: Pool, task: Task): boolean {
  const node = mayRun(task.job) && isSatisfied(task) ? pickNode(pool, task.requiredSlots) : undefined;
  if (node === undefined) return false;
  runTask(world, pool, { task, node });
  return true;
}

/** "maxParallelTasks: The maximum number of tasks that can be executed in parallel for the job"; -1 is no limit. */
function mayRun(job: Job): boolean {
  return job.state === 'active' && (job.maxParallelTasks === -1 || job.counts.running.tasks < job.maxParallelTasks);
}
