import type { Temporal } from 'temporal-polyfill';
import type { WireDeallocateOption } from '../../wire/node.ts';
import { drawLatency, type Latency } from '../world/latencies.ts';
import { touch } from '../world/stamp.ts';
import { durationOf } from '../world/time-limits.ts';
import { toWireTime } from '../world/wire-time.ts';
import type { Node, Pool, Resize, ResizeError, World } from '../world/world.ts';
import { grantNodes } from './allocation.ts';
import { dispatch } from './dispatch.ts';
import { drainNode } from './drain.ts';
import { createNode, removeNode } from './node-life.ts';
import { board } from './slot-board.ts';

/** The parameters of a resize. */
export interface ResizeOrder {
  readonly targetDedicatedNodes: number;
  readonly targetLowPriorityNodes: number;
  readonly timeout: string;
  readonly option: WireDeallocateOption;
}

/** "The default value is 15 minutes." https://learn.microsoft.com/rest/api/batchservice/pools/resize-pool (2025-06-01) */
export const DEFAULT_RESIZE_TIMEOUT = 'PT15M';

/** Resizes a pool: adds nodes, or chooses nodes to remove. The caller has checked that the pool is steady. */
export function beginResize(world: World, pool: Pool, order: ResizeOrder): void {
  const leaving = [
    ...surplus(pool, { isDedicated: true, target: order.targetDedicatedNodes }),
    ...surplus(pool, { isDedicated: false, target: order.targetLowPriorityNodes }),
  ];
  allocate(world, pool, { order, leaving });
}

/** Removes nodes from a pool and lowers its target by their number. */
export function beginRemoval(
  world: World,
  pool: Pool,
  { nodes, timeout, option }: Pick<ResizeOrder, 'timeout' | 'option'> & { readonly nodes: readonly Node[] },
): void {
  const staying = [...pool.nodes.values()].filter((node) => !nodes.includes(node));
  const targetDedicatedNodes = staying.filter(({ isDedicated }) => isDedicated).length;
  const order = {
    targetDedicatedNodes,
    targetLowPriorityNodes: staying.length - targetDedicatedNodes,
    timeout,
    option,
  };
  allocate(world, pool, { order, leaving: nodes });
}

/**
 * Stops a resize: missing machines are not allocated, and nodes that wait for their tasks stay. "During the stop operation, the
 * Pool allocation state changes first to stopping and then to steady."
 * https://learn.microsoft.com/rest/api/batchservice/pools/stop-pool-resize (api-version 2025-06-01)
 */
export function stopResize(world: World, pool: Pool, error: ResizeError): void {
  const { resize } = pool;
  const isShort = isShortOfNodes(pool);
  for (const node of [...pool.nodes.values()].filter(({ state }) => state === 'creating'))
    removeNode(world, pool, node);
  for (const node of [...resize.leaving]) if (node.state !== 'leavingpool') stay(pool, node);
  const errors = isShort || nodesTooMany(pool) ? [...resize.errors, error] : resize.errors;
  pool.resize = { ...resize, number: resize.number + 1, allocating: true, errors };
  enterAllocationState(world, pool, 'stopping');
  expectAllocation(world, pool, world.latencies.stop);
  dispatch(world, pool);
}

// assumed: clients of the service show that a stopped resize leaves an error, but its text is not established.
export const STOPPED: ResizeError = {
  code: 'ResizeStopped',
  message: 'Desired number of nodes could not be reached as the resize operation was stopped',
};

/** The error of a resize that has timed out; code and sentence as in the service's own example of a pool. */
export const TIMED_OUT: ResizeError = {
  code: 'AllocationTimedout',
  message: 'Desired number of dedicated nodes could not be allocated as the resize timeout was reached',
};

/** Ends the resize of a pool if all nodes were created and removed; call it after each of them. */
export function settleAllocation(world: World, pool: Pool): void {
  if (pool.state !== 'active' || pool.allocationState === 'steady' || pool.resize.allocating) return;
  if (pool.resize.leaving.size > 0 || inState(pool, 'creating') > 0) return;
  enterAllocationState(world, pool, 'steady');
}

/** Ends the allocation of machines for a pool. */
export function finishAllocating(world: World, pool: Pool, number: number): void {
  if (pool.resize.number !== number) return;
  pool.resize.allocating = false;
  settleAllocation(world, pool);
}

/** Stops a resize whose timeout has passed. */
export function timeOut(world: World, pool: Pool, number: number): void {
  if (pool.state !== 'active' || pool.allocationState !== 'resizing' || pool.resize.number !== number) return;
  stopResize(world, pool, TIMED_OUT);
}

/** The resize of a new pool, whose nodes are already `creating`. */
export function firstResize(now: Temporal.Instant, order: ResizeOrder & Pick<Resize, 'number'>): Resize {
  return { ...order, startTime: toWireTime(now), allocating: true, leaving: new Set(), errors: [] };
}

/** Schedules the end of the allocation of machines and the timeout of the resize. */
export function expectAllocation(world: World, pool: Pool, latency: Latency): void {
  const { account, id, resize } = pool;
  const event = { account, pool: id, resize: resize.number };
  world.agenda.put(world.now.add(drawLatency(latency, world.chance)), { kind: 'pool-allocated', ...event });
  world.agenda.put(world.now.add(limitOf(resize)), { kind: 'resize-times-out', ...event });
}

/** A timeout has no upper limit, but an instant has. */
const LONGEST_TIMEOUT = 10 * 365 * 24 * 3_600_000;

function limitOf({ timeout }: Resize): Temporal.Duration {
  return durationOf(timeout, LONGEST_TIMEOUT);
}

function allocate(
  world: World,
  pool: Pool,
  { order, leaving }: { readonly order: ResizeOrder; readonly leaving: readonly Node[] },
): void {
  const { targetDedicatedNodes, targetLowPriorityNodes, timeout: resizeTimeout } = order;
  const { scaleSettings } = pool.settings;
  if (scaleSettings?.autoScale === undefined) {
    const fixedScale = { targetDedicatedNodes, targetLowPriorityNodes, resizeTimeout };
    pool.settings = { ...pool.settings, scaleSettings: { fixedScale } };
  }
  pool.resize = {
    ...firstResize(world.now, { ...order, number: pool.resize.number + 1 }),
    leaving: new Set(leaving),
  };
  enterAllocationState(world, pool, 'resizing');
  for (const node of leaving) drainNode(world, pool, { node, purpose: 'leave', option: order.option });
  addNodes(world, pool, { isDedicated: true, target: targetDedicatedNodes });
  addNodes(world, pool, { isDedicated: false, target: targetLowPriorityNodes });
  expectAllocation(world, pool, world.latencies.create);
  dispatch(world, pool);
}

interface Size {
  readonly isDedicated: boolean;
  readonly target: number;
}

function addNodes(world: World, pool: Pool, { isDedicated, target }: Size): void {
  const wanted = Math.max(0, target - ofKind(pool, isDedicated).length);
  const granted = grantNodes(world, pool, { isDedicated, wanted });
  for (let made = 0; made < granted; made += 1) createNode(world, pool, isDedicated);
}

/**
 * The nodes to remove when a pool shrinks: "the Batch service chooses which Compute Nodes to remove" (resize-pool). assumed:
 * idle ones first, then others without tasks, then those with the fewest tasks.
 */
function surplus(pool: Pool, { isDedicated, target }: Size): readonly Node[] {
  const nodes = ofKind(pool, isDedicated);
  const rank = ({ state, running }: Node) => (state === 'idle' ? 0 : 1 + running.size);
  return nodes
    .toSorted((a, b) => rank(a) - rank(b) || a.ordinal - b.ordinal)
    .slice(0, Math.max(0, nodes.length - target));
}

function ofKind(pool: Pool, isDedicated: boolean): readonly Node[] {
  return [...pool.nodes.values()].filter((node) => node.isDedicated === isDedicated && !pool.resize.leaving.has(node));
}

function stay(pool: Pool, node: Node): void {
  pool.resize.leaving.delete(node);
  // A node that was deallocating before it was to leave continues to deallocate.
  node.draining = node.state === 'deallocating' ? 'deallocate' : undefined;
  node.retainUntil = undefined;
  board(pool, node);
}

function isShortOfNodes(pool: Pool): boolean {
  return inState(pool, 'creating') > 0;
}

function nodesTooMany({ nodes, resize }: Pool): boolean {
  const staying = nodes.size - resize.leaving.size;
  return staying > resize.targetDedicatedNodes + resize.targetLowPriorityNodes;
}

function inState(pool: Pool, state: Node['state']): number {
  return (pool.counts.dedicated.get(state) ?? 0) + (pool.counts.lowPriority.get(state) ?? 0);
}

function enterAllocationState(world: World, pool: Pool, state: Pool['allocationState']): void {
  pool.allocationState = state;
  pool.allocationStateTransitionTime = toWireTime(world.now);
  touch(world, pool);
}
