import { Temporal } from 'temporal-polyfill';
import type { WireNodeState } from '../../wire/node.ts';
import { commandDuration } from './command-line.ts';
import { drawLatency, type Latency } from './latencies.ts';
import { board } from './slot-board.ts';
import { nextOrdinal } from './stamp.ts';
import { toWireTime } from './wire-time.ts';
import type { Node, Pool, World } from './world.ts';

/** Adds a node to a pool, in the state `creating`. */
export function createNode(world: World, pool: Pool, isDedicated: boolean): Node {
  const ordinal = nextOrdinal(world);
  const now = toWireTime(world.now);
  const node: Node = {
    ordinal,
    account: pool.account,
    pool: pool.id,
    id: `tvmps_${world.chance.hex(32)}_${isDedicated ? 'd' : 'p'}`,
    isDedicated,
    ipAddress: `10.${(ordinal >> 16) & 255}.${(ordinal >> 8) & 255}.${ordinal & 255}`,
    allocationTime: now,
    state: 'creating',
    previousState: 'creating',
    stateTransitionTime: now,
    schedulingEnabled: true,
    draining: undefined,
    retainUntil: undefined,
    age: 0,
    lastBootTime: undefined,
    startTaskInfo: undefined,
    running: new Set(),
    recent: [],
    totalTasksRun: 0,
    totalTasksSucceeded: 0,
    boardedAt: undefined,
  };
  pool.nodes.set(node.id.toLowerCase(), node);
  count(pool, node, 1);
  recordTransition(world, node, { from: null, to: 'creating' });
  step(world, node, world.latencies.create);
  return node;
}

/** Brings a node into a state, and puts down when it will leave it by itself. */
export function enterState(
  world: World,
  pool: Pool,
  { node, state }: { readonly node: Node; readonly state: WireNodeState },
): void {
  count(pool, node, -1);
  recordTransition(world, node, { from: node.state, to: state });
  node.previousState = node.state;
  node.state = state;
  node.stateTransitionTime = toWireTime(world.now);
  node.age += 1;
  count(pool, node, 1);
  board(pool, node);
  whatNext(world, pool, node);
}

/** Takes the step that a node's state leads to when its time is over. */
export function takeStep(world: World, pool: Pool, node: Node): void {
  switch (node.state) {
    case 'creating':
      return enterState(world, pool, { node, state: 'starting' });
    case 'starting':
      node.lastBootTime = toWireTime(world.now);
      return enterState(world, pool, { node, state: waitsForStartTask(pool) ? 'waitingforstarttask' : 'idle' });
    case 'waitingforstarttask':
      node.startTaskInfo = {
        ...startedAt(node),
        state: 'completed',
        endTime: toWireTime(world.now),
        exitCode: 0,
        result: 'success',
      };
      return enterState(world, pool, { node, state: 'idle' });
    case 'deallocating':
      node.draining = undefined;
      node.retainUntil = undefined;
      return enterState(world, pool, { node, state: 'deallocated' });
    default:
      return undefined;
  }
}

/** Begins the deallocation of a node on which no task runs any more. */
export function beginDeallocation(world: World, pool: Pool, node: Node): void {
  if (node.state === 'deallocating') {
    step(world, node, world.latencies.deallocate);
    return;
  }
  enterState(world, pool, { node, state: 'deallocating' });
}

/** Takes a node out of its pool for good. */
export function removeNode(world: World, pool: Pool, node: Node): void {
  count(pool, node, -1);
  recordTransition(world, node, { from: node.state, to: null });
  if (node.boardedAt !== undefined) pool.board.get(node.boardedAt)?.delete(node);
  pool.nodes.delete(node.id.toLowerCase());
}

function whatNext(world: World, pool: Pool, node: Node): void {
  const { latencies } = world;
  if (node.state === 'starting') return step(world, node, latencies.start);
  if (node.state === 'deallocating' && node.running.size === 0) return step(world, node, latencies.deallocate);
  if (node.state === 'waitingforstarttask') {
    node.startTaskInfo = { state: 'running', startTime: toWireTime(world.now), retryCount: 0 };
    return put(world, node, commandDuration(pool.settings.startTask?.commandLine ?? ''));
  }
  return undefined;
}

function waitsForStartTask({ settings: { startTask } }: Pool): boolean {
  // "If true and the StartTask fails on a Node, the Batch service retries ... The default is true."
  // https://learn.microsoft.com/rest/api/batchservice/pools/get-pool#batchstarttask (api-version 2025-06-01)
  return startTask !== undefined && startTask.waitForSuccess !== false;
}

function startedAt(node: Node) {
  return node.startTaskInfo ?? { startTime: node.stateTransitionTime, retryCount: 0 };
}

function step(world: World, node: Node, latency: Latency): void {
  const retained = node.retainUntil === undefined ? new Temporal.Duration() : world.now.until(node.retainUntil);
  const delay = drawLatency(latency, world.chance);
  put(world, node, retained.sign > 0 ? delay.add(retained) : delay);
}

function put(world: World, node: Node, delay: Temporal.Duration): void {
  const { account, pool, id, age } = node;
  world.agenda.put(world.now.add(delay), { kind: 'node-step', account, pool, node: id, age });
}

function count(pool: Pool, node: Node, change: 1 | -1): void {
  const counts = pool.counts[node.isDedicated ? 'dedicated' : 'lowPriority'];
  counts.set(node.state, (counts.get(node.state) ?? 0) + change);
}

type Change = Record<'from' | 'to', WireNodeState | null>;

function recordTransition(world: World, node: Node, { from, to }: Change): void {
  const { account, pool, id } = node;
  world.journal.record(toWireTime(world.now), {
    kind: 'transition',
    account,
    pool,
    node: id,
    from,
    to,
    runningTasks: node.running.size,
  });
}
