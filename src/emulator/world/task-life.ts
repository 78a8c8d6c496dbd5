import type { WireTaskExecution } from '../../wire/task.ts';
import { commandDuration } from './command-line.ts';
import { beginDeallocation, enterState } from './node-life.ts';
import { board } from './slot-board.ts';
import { touch } from './stamp.ts';
import { toWireTime } from './wire-time.ts';
import type { Job, Node, Pool, Task, World } from './world.ts';

// assumed: the service keeps the last ten, as BatchExplorer's `nodeRecentTaskLimit` says.
const RECENT_TASKS = 10;

/** Starts a task on a node that has the slots for it. */
export function runTask(world: World, pool: Pool, { task, node }: { readonly task: Task; readonly node: Node }): void {
  task.node = node;
  task.run += 1;
  task.execution = { ...task.execution, startTime: toWireTime(world.now) };
  changeState(world, task, 'running');
  node.running.add(task);
  node.recent = [task, ...node.recent.filter((other) => other !== task)].slice(0, RECENT_TASKS);
  node.totalTasksRun += 1;
  record(world, task, 'started');
  if (node.state === 'idle') enterState(world, pool, { node, state: 'running' });
  else board(pool, node);
  world.agenda.put(world.now.add(commandDuration(task.commandLine)), {
    kind: 'task-ends',
    account: task.job.account,
    job: task.job.id,
    task: task.id,
    run: task.run,
  });
}

/** Ends a task that has done its work. */
export function completeTask(world: World, pool: Pool, task: Task): void {
  const node = task.node;
  record(world, task, 'completed');
  finish(world, task, { exitCode: 0, result: 'success' });
  if (node === undefined) return;
  node.totalTasksSucceeded += 1;
  leaveNode(world, pool, { task, node });
}

/** Takes a running task off its node, to wait for another. */
export function requeueTask(world: World, pool: Pool, task: Task): void {
  const node = task.node;
  record(world, task, 'requeued');
  task.execution = {
    retryCount: task.execution.retryCount,
    requeueCount: task.execution.requeueCount + 1,
    lastRequeueTime: toWireTime(world.now),
  };
  changeState(world, task, 'active');
  task.node = undefined;
  enqueue(pool, task);
  if (node !== undefined) leaveNode(world, pool, { task, node });
}

/** Ends a running task from outside; it does not run again. */
export function terminateTask(world: World, pool: Pool, task: Task): void {
  const node = task.node;
  record(world, task, 'terminated');
  finish(world, task, {
    exitCode: -1,
    result: 'failure',
    // assumed: the code string of a terminated task is not established.
    failureInfo: { category: 'UserError', code: 'TaskEnded', message: 'Task Was Ended by User Request' },
  });
  if (node !== undefined) leaveNode(world, pool, { task, node });
}

/** Puts a task in its place among those that wait: by the priority of its job, then by age. */
export function enqueue(pool: Pool, task: Task): void {
  const last = pool.waiting.at(-1);
  // Most tasks come in order: looking at the last first keeps adding ten thousand of them linear.
  if (last === undefined || !comesBefore(task, last)) {
    pool.waiting.push(task);
    return;
  }
  const place = pool.waiting.findIndex((other) => comesBefore(task, other));
  pool.waiting.splice(place, 0, task);
}

function comesBefore(task: Task, other: Task): boolean {
  return (
    other.job.priority < task.job.priority || (other.job.priority === task.job.priority && other.ordinal > task.ordinal)
  );
}

function finish(world: World, task: Task, result: Partial<WireTaskExecution>): void {
  task.execution = { ...task.execution, endTime: toWireTime(world.now), ...result };
  changeState(world, task, 'completed');
}

function leaveNode(world: World, pool: Pool, { task, node }: { readonly task: Task; readonly node: Node }): void {
  node.running.delete(task);
  if (node.running.size > 0) return board(pool, node);
  if (node.draining === 'deallocate') return beginDeallocation(world, pool, node);
  if (node.draining === 'offline') {
    node.draining = undefined;
    return enterState(world, pool, { node, state: 'offline' });
  }
  if (node.state === 'running') enterState(world, pool, { node, state: 'idle' });
}

function changeState(world: World, task: Task, state: Task['state']): void {
  count(task, -1);
  task.previousState = task.state;
  task.previousStateTransitionTime = task.stateTransitionTime;
  task.state = state;
  task.stateTransitionTime = toWireTime(world.now);
  touch(world, task);
  count(task, 1);
}

/** Adds a task to the counts of its job, or takes it out. */
export function count(task: Task, change: 1 | -1): void {
  const counts = task.job.counts[countedAs(task)];
  counts.tasks += change;
  counts.slots += change * task.requiredSlots;
}

function countedAs({ state, execution }: Task): keyof Job['counts'] {
  if (state === 'completed') return execution.result === 'failure' ? 'failed' : 'succeeded';
  return state === 'active' ? 'active' : 'running';
}

function record(world: World, task: Task, change: 'started' | 'completed' | 'requeued' | 'terminated'): void {
  const { node, job } = task;
  world.journal.record(toWireTime(world.now), {
    kind: 'task',
    account: job.account,
    job: job.id,
    task: task.id,
    pool: node?.pool ?? job.poolId,
    node: node?.id ?? '',
    change,
  });
}
