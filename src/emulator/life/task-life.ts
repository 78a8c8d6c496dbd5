import type { TaskChange } from '../world/journal.ts';
import { touch } from '../world/stamp.ts';
import { toWireTime } from '../world/wire-time.ts';
import type { Job, Node, Pool, Task, World } from '../world/world.ts';
import { finishDrain } from './finish-drain.ts';
import { endIfComplete, planStep } from './job-step.ts';
import { enterState, readyState } from './node-life.ts';
import { board } from './slot-board.ts';
import { endedByUser, isRetried, outcomeOf, runTimeOf, type TaskOutcome } from './task-outcome.ts';
import { enqueue, withdraw } from './waiting.ts';

// assumed: the service keeps the last ten, as BatchExplorer's `nodeRecentTaskLimit` says.
const RECENT_TASKS = 10;

/** Starts a task on a node that has the slots for it. */
export function runTask(world: World, pool: Pool, { task, node }: { readonly task: Task; readonly node: Node }): void {
  task.node = node;
  task.run += 1;
  const startTime = toWireTime(world.now);
  const { retryCount, lastRetryTime = startTime } = task.execution;
  const execution = { ...task.execution, startTime, ...(retryCount > 0 && { lastRetryTime }) };
  changeState(world, task, { state: 'running', execution });
  node.running.add(task);
  node.recent = [task, ...node.recent.filter((other) => other !== task)].slice(0, RECENT_TASKS);
  record(world, task, 'started');
  if (node.state === 'idle') enterState(world, pool, { node, state: 'running' });
  else board(pool, node);
  world.agenda.put(world.now.add(runTimeOf(task)), {
    kind: 'task-ends',
    account: task.job.account,
    job: task.job.id,
    task: task.id,
    run: task.run,
  });
}

/** Ends the run of a task: it is over, or it waits to be tried again. */
export function completeTask(world: World, pool: Pool, task: Task): void {
  const { node } = task;
  const outcome = outcomeOf(task);
  if (isRetried(task, outcome)) return retryTask(world, pool, task);
  record(world, task, 'completed');
  finish(world, task, outcome);
  if (node === undefined) return;
  // "The total number of Job Tasks completed on the Compute Node" (get-node, api-version 2025-06-01).
  node.totalTasksRun += 1;
  if (outcome.result === 'success') node.totalTasksSucceeded += 1;
  leaveNode(world, pool, { task, node });
}

function retryTask(world: World, pool: Pool, task: Task): void {
  record(world, task, 'retried');
  const { retryCount, requeueCount, lastRequeueTime } = task.execution;
  const execution = { retryCount: retryCount + 1, requeueCount, ...(lastRequeueTime && { lastRequeueTime }) };
  backToWaiting(world, pool, { task, execution });
}

/** Takes a running task off its node, to wait for another. */
export function requeueTask(world: World, pool: Pool, task: Task): void {
  record(world, task, 'requeued');
  const { retryCount, requeueCount, lastRetryTime } = task.execution;
  const execution = {
    retryCount,
    requeueCount: requeueCount + 1,
    lastRequeueTime: toWireTime(world.now),
    ...(lastRetryTime && { lastRetryTime }),
  };
  backToWaiting(world, pool, { task, execution });
}

/** Makes a completed task wait for a node once more. */
export function reactivateTask(world: World, pool: Pool | undefined, task: Task): void {
  const { requeueCount, lastRequeueTime } = task.execution;
  const execution = { retryCount: 0, requeueCount, ...(lastRequeueTime && { lastRequeueTime }) };
  backToWaiting(world, pool, { task, execution });
}

function backToWaiting(
  world: World,
  pool: Pool | undefined,
  { task, execution }: { readonly task: Task; readonly execution: Task['execution'] },
): void {
  const { node } = task;
  changeState(world, task, { state: 'active', execution });
  task.node = undefined;
  if (pool === undefined) return;
  enqueue(pool, task);
  if (node?.running.has(task)) leaveNode(world, pool, { task, node });
}

/** Ends a task from outside, whether it runs or waits; it does not run again. */
export function terminateTask(world: World, pool: Pool | undefined, task: Task): void {
  const { node } = task;
  record(world, task, 'terminated');
  finish(world, task, endedByUser(task));
  if (pool === undefined) return;
  if (node?.running.has(task)) {
    node.totalTasksRun += 1;
    leaveNode(world, pool, { task, node });
  } else withdraw(pool, task);
}

/** Takes a task out of its job for good, in whatever state it is. */
export function removeTask(world: World, pool: Pool | undefined, task: Task): void {
  if (task.state !== 'completed') terminateTask(world, pool, task);
  count(task, -1);
  task.job.tasks.delete(task.id.toLowerCase());
}

function finish(world: World, task: Task, outcome: TaskOutcome): void {
  const execution = { ...task.execution, endTime: toWireTime(world.now), ...outcome };
  changeState(world, task, { state: 'completed', execution });
}

function leaveNode(world: World, pool: Pool, { task, node }: { readonly task: Task; readonly node: Node }): void {
  node.running.delete(task);
  if (node.running.size > 0) return board(pool, node);
  if (node.draining !== undefined) return finishDrain(world, pool, node);
  if (node.state === 'running') enterState(world, pool, { node, state: readyState(node) });
}

function changeState(world: World, task: Task, { state, execution }: Pick<Task, 'state' | 'execution'>): void {
  count(task, -1);
  task.previousState = task.state;
  task.previousStateTransitionTime = task.stateTransitionTime;
  task.state = state;
  task.execution = execution;
  task.stateTransitionTime = toWireTime(world.now);
  touch(world, task);
  count(task, 1);
  if (task.previousState === 'running') planStep(world, task.job);
  if (state !== 'completed') return;
  const { account, id, managerTaskId } = task.job;
  if (managerTaskId === task.id.toLowerCase()) {
    world.agenda.put(world.now, { kind: 'job-manager-ends', account, job: id });
  }
  endIfComplete(world, task.job);
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

function record(world: World, task: Task, change: TaskChange): void {
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
