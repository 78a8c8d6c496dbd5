import type { Job, Pool, Task } from '../world/world.ts';

/**
 * Inserts a task into the queue: by the priority of its job, then by age. Only tasks of an active job
 * wait: those of another are put in when it becomes active.
 */
export function enqueue(pool: Pool, task: Task): void {
  if (task.job.state !== 'active') return;
  const last = pool.waiting.at(-1);
  // Most tasks come in order: looking at the last first keeps adding ten thousand of them linear.
  if (last === undefined || inOrder(last, task) <= 0) {
    pool.waiting.push(task);
    return;
  }
  pool.waiting.splice(placeFor(pool.waiting, task), 0, task);
}

/** The index at which a task is inserted into the queue. */
function placeFor(waiting: readonly Task[], task: Task): number {
  let [low, high] = [0, waiting.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = waiting[middle];
    if (other === undefined || inOrder(other, task) > 0) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Puts all tasks of an active job that could run in their places, whether they wait already or not. */
export function enqueueAll(pool: Pool, job: Job): void {
  withdrawAll(pool, job);
  if (job.state !== 'active') return;
  const active = [...job.tasks.values()].filter(({ state }) => state === 'active');
  pool.waiting = [...pool.waiting, ...active].toSorted(inOrder);
}

/** Removes a task from the queue. */
export function withdraw(pool: Pool, task: Task): void {
  pool.waiting = pool.waiting.filter((other) => other !== task);
}

/** Removes the tasks of a job from the queue. */
export function withdrawAll(pool: Pool, job: Job): void {
  pool.waiting = pool.waiting.filter((task) => task.job !== job);
}

function inOrder(a: Task, b: Task): number {
  return b.job.priority - a.job.priority || a.ordinal - b.ordinal;
}
