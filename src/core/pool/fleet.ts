import { Temporal } from 'temporal-polyfill';
import { isBefore } from '../time/instants.ts';
import { isLeaving } from './leaving.ts';
import { isAllocatedState, isComingState, isReadyState } from './node-state.ts';
import { objectionTo, type Protection, takesPart } from './protection.ts';
import type { NodeSnapshot } from './snapshot.ts';
import { START_DEADLINE } from './start-deadline.ts';

/** The nodes of a pool that take part, counted by what they mean for capacity. */
export interface Fleet {
  readonly size: number;
  readonly ready: number;
  /** On their way to ready and not overdue. */
  readonly coming: number;
  readonly allocated: number;
  /** Idle beyond doubt with nothing against their deallocation, the longest idle first. */
  readonly idle: readonly IdleNode[];
  /** Running, not yet asked to go, with nothing against their deallocation; those with the fewest tasks first. */
  readonly running: readonly NodeSnapshot[];
  /** Deallocated with nothing against their start, the longest deallocated first. */
  readonly deallocated: readonly NodeSnapshot[];
}

/** A node that is idle, with the moment since when. */
export interface IdleNode {
  readonly id: string;
  readonly idleSince: Temporal.Instant;
}

/** Counts the nodes of a pool at an instant, and finds those that may be touched. */
export function fleetOf(nodes: readonly NodeSnapshot[], protection: Protection): Fleet {
  const { now, policy, memory } = protection;
  const atGate = new Set([...memory.gating, ...memory.unfit].map(({ nodeId }) => nodeId));
  const waiting = new Set(memory.gating.map(({ nodeId }) => nodeId));
  const counted = nodes.filter((node) => takesPart(node, policy));
  const staying = counted.filter((node) => !isLeaving(node, now));
  const stoppable = staying.filter((node) => objectionTo('deallocate', node, protection) === undefined);
  return {
    size: counted.length,
    ready: staying.filter((node) => isReadyState(node.state) && !atGate.has(node.id)).length,
    coming: counted.filter(
      (node) =>
        (isComingState(node.state) && !isOverdue(node, now)) || (isReadyState(node.state) && waiting.has(node.id)),
    ).length,
    allocated: staying.filter((node) => isAllocatedState(node.state)).length,
    idle: stoppable.flatMap((node) => idleNode(node, now) ?? []).toSorted(longestIdleFirst),
    running: stoppable.filter(({ state }) => state === 'running').toSorted(fewestTasksFirst),
    deallocated: counted
      .filter((node) => node.state === 'deallocated' && objectionTo('start', node, protection) === undefined)
      .toSorted(longestInStateFirst),
  };
}

/** Has a node been on its way to ready for longer than a start takes? */
export function isOverdue(node: NodeSnapshot, now: Temporal.Instant): boolean {
  const since = node.stateSince;
  return isComingState(node.state) && since !== undefined && isBefore(since.add(START_DEADLINE), now);
}

/**
 * Why a node in the state `idle` is not taken for idle; `undefined` if it is. A node is idle for a moment between two
 * tasks, so what else is known of it must not speak against it.
 */
export function idleDoubt(node: NodeSnapshot, now: Temporal.Instant): string | undefined {
  if (node.stateSince === undefined) return 'idle, but it is not known since when';
  if (isBefore(now, node.stateSince)) return 'idle since a moment that is still to come: the clocks differ';
  if (node.schedulingEnabled === false) return 'idle with scheduling disabled: somebody has taken it out';
  if (node.runningTasks !== undefined && node.runningTasks > 0)
    return `idle, yet it reports ${node.runningTasks} running tasks`;
  return undefined;
}

/** The node as an idle one; `undefined` unless it is idle beyond doubt. */
export function idleNode(node: NodeSnapshot, now: Temporal.Instant): IdleNode | undefined {
  if (node.state !== 'idle' || node.stateSince === undefined || idleDoubt(node, now) !== undefined) return undefined;
  return { id: node.id, idleSince: node.stateSince };
}

function fewestTasksFirst(a: NodeSnapshot, b: NodeSnapshot): number {
  const tasks = ({ runningTasks }: NodeSnapshot) => runningTasks ?? Number.MAX_SAFE_INTEGER;
  return tasks(a) - tasks(b) || byId(a, b);
}

function longestIdleFirst(a: IdleNode, b: IdleNode): number {
  return Temporal.Instant.compare(a.idleSince, b.idleSince) || byId(a, b);
}

function longestInStateFirst(a: NodeSnapshot, b: NodeSnapshot): number {
  if (a.stateSince === undefined || b.stateSince === undefined) {
    return Number(a.stateSince === undefined) - Number(b.stateSince === undefined) || byId(a, b);
  }
  return Temporal.Instant.compare(a.stateSince, b.stateSince) || byId(a, b);
}

/** Orders by id, so that no outcome hangs on the order in which nodes were listed. */
export function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
