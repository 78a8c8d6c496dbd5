import { Temporal } from 'temporal-polyfill';
import { byId } from '../pool/by-id.ts';
import { isDraining } from '../pool/draining.ts';
import { type IdleNode, idleNode } from '../pool/idle-node.ts';
import { isAllocatedState, isReadyState, isStartingState } from '../pool/node-state.ts';
import type { NodeSnapshot } from '../pool/snapshot.ts';
import { isOverdue } from '../pool/start-deadline.ts';
import { objectionTo, type Protection, takesPart } from './protection.ts';

/** The nodes of a pool that take part, counted by what they mean for capacity. */
export interface Fleet {
  readonly size: number;
  readonly ready: number;
  /** On their way to ready and not overdue. */
  readonly starting: number;
  readonly allocated: number;
  /** Idle beyond doubt with nothing against their deallocation, the longest idle first. */
  readonly idle: readonly IdleNode[];
  /** Running, not yet asked to go, with nothing against their deallocation; those with the fewest tasks first. */
  readonly running: readonly NodeSnapshot[];
  /** Deallocated with nothing against their start, the longest deallocated first. */
  readonly deallocated: readonly NodeSnapshot[];
}

/** Counts the nodes of a pool at an instant, and finds those that may be touched. */
export function fleetOf(nodes: readonly NodeSnapshot[], protection: Protection): Fleet {
  const { now, policy, memory } = protection;
  const atGate = new Set([...memory.gating, ...memory.failedGate].map(({ nodeId }) => nodeId));
  const waiting = new Set(memory.gating.map(({ nodeId }) => nodeId));
  const counted = nodes.filter((node) => takesPart(node, policy));
  const staying = counted.filter((node) => !isDraining(node, now));
  const stoppable = staying.filter((node) => objectionTo('deallocate', node, protection) === undefined);
  return {
    size: counted.length,
    ready: staying.filter((node) => isReadyState(node.state) && !atGate.has(node.id)).length,
    starting: counted.filter(
      (node) =>
        (isStartingState(node.state) && !isOverdue(node, now)) || (isReadyState(node.state) && waiting.has(node.id)),
    ).length,
    allocated: staying.filter((node) => isAllocatedState(node.state)).length,
    idle: stoppable.flatMap((node) => idleNode(node, now) ?? []).toSorted(longestIdleFirst),
    running: stoppable.filter(({ state }) => state === 'running').toSorted(fewestTasksFirst),
    deallocated: counted
      .filter((node) => node.state === 'deallocated' && objectionTo('start', node, protection) === undefined)
      .toSorted(longestInStateFirst),
  };
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
