import { Temporal } from 'temporal-polyfill';
import type { WireNodeError, WireNodeState } from '../../wire/node.ts';
import { commandDuration } from '../world/command-line.ts';
import { newestImageOf } from '../world/images.ts';
import { drawLatency, type Latencies, type Latency } from '../world/latencies.ts';
import { nextOrdinal } from '../world/stamp.ts';
import { toWireTime } from '../world/wire-time.ts';
import type { Node, Pool, World } from '../world/world.ts';
import { bootMachine, newMachine } from './machine.ts';
import { board } from './slot-board.ts';

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
    errors: [],
    schedulingEnabled: true,
    draining: undefined,
    retainUntil: undefined,
    age: 0,
    lastBootTime: undefined,
    startTaskInfo: undefined,
    running: new Set(),
    recent: [],
    users: new Map(),
    totalTasksRun: 0,
    totalTasksSucceeded: 0,
    machine: newMachine(newestImageOf(world, pool)),
    boardedAt: undefined,
  };
  pool.nodes.set(node.id.toLowerCase(), node);
  count(pool, node, 1);
  recordTransition(world, node, { from: null, to: 'creating' });
  step(world, node, world.latencies.create);
  return node;
}

/** The state that a node enters, and its errors there. */
export interface NodeEntry {
  readonly node: Node;
  readonly state: WireNodeState;
  readonly errors?: readonly WireNodeError[];
}

/** Puts a node into a state, and schedules when it leaves that state by itself. */
export function enterState(world: World, pool: Pool, { node, state, errors = [] }: NodeEntry): void {
  count(pool, node, -1);
  recordTransition(world, node, { from: node.state, to: state });
  node.previousState = node.state;
  node.state = state;
  node.stateTransitionTime = toWireTime(world.now);
  node.errors = errors;
  node.age += 1;
  count(pool, node, 1);
  board(pool, node);
  whatNext(world, pool, node);
}

/** The state of a node that is well and runs no task: "offline" is one for which "scheduling of new Tasks … is disabled". */
export function readyState({ schedulingEnabled }: Pick<Node, 'schedulingEnabled'>): 'idle' | 'offline' {
  return schedulingEnabled ? 'idle' : 'offline';
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
  pool.resize.leaving.delete(node);
  pool.nodes.delete(node.id.toLowerCase());
}

function giveDiskBack({ now }: World, { machine }: Node): void {
  machine.diskFrom = now;
  machine.deletedFiles.clear();
}

function whatNext(world: World, pool: Pool, node: Node): void {
  const { latencies } = world;
  if (node.state === 'starting') {
    bootMachine(world, node.machine);
    return step(world, node, latencies.start);
  }
  // Both give the temporary disk back; a new operating system has no users yet.
  if (node.state === 'reimaging' || node.state === 'deallocated') giveDiskBack(world, node);
  if (node.state === 'reimaging') {
    node.users.clear();
    renewImage(world, pool, node);
  }
  const passing = passingThrough(node, latencies);
  if (passing !== undefined) return step(world, node, passing);
  if (node.state === 'waitingforstarttask') {
    node.startTaskInfo = { state: 'running', startTime: toWireTime(world.now), retryCount: 0 };
    return expectStep(world, node, commandDuration(pool.settings.startTask?.commandLine ?? ''));
  }
  return undefined;
}

/** How long a node is in a state that it leaves by itself. */
function passingThrough({ state, running }: Node, latencies: Latencies): Latency | undefined {
  switch (state) {
    case 'upgradingos':
      return latencies.upgrade;
    case 'rebooting':
      return latencies.reboot;
    case 'reimaging':
      return latencies.reimage;
    case 'leavingpool':
      return latencies.deallocate;
    case 'deallocating':
      return running.size === 0 ? latencies.deallocate : undefined;
    default:
      return undefined;
  }
}

/** "Reinstalls the operating system": where the image is `latest`, that is the newest one. */
function renewImage(world: World, pool: Pool, { machine }: Node): void {
  machine.imageVersion = newestImageOf(world, pool);
  machine.failedVersion = undefined;
}

function step(world: World, node: Node, latency: Latency): void {
  const retained = node.retainUntil === undefined ? new Temporal.Duration() : world.now.until(node.retainUntil);
  const delay = drawLatency(latency, world.chance);
  expectStep(world, node, retained.sign > 0 ? delay.add(retained) : delay);
}

/** Schedules the next step of a node after a delay, unless its state changes before. */
export function expectStep(world: World, node: Node, delay: Temporal.Duration): void {
  const { account, pool, id, age } = node;
  world.agenda.put(world.now.add(delay), { kind: 'node-step', account, pool, node: id, age });
}

function count(pool: Pool, node: Node, change: 1 | -1): void {
  const counts = pool.counts[node.isDedicated ? 'dedicated' : 'lowPriority'];
  counts.set(node.state, (counts.get(node.state) ?? 0) + change);
}

type Change = Record<'from' | 'to', WireNodeState | null>;

function recordTransition(world: World, node: Node, { from, to }: Change): void {
  const { account, pool, id, isDedicated } = node;
  world.journal.record(toWireTime(world.now), {
    kind: 'transition',
    account,
    pool,
    node: id,
    isDedicated,
    from,
    to,
    runningTasks: node.running.size,
  });
}
