import { byId } from '../pool/by-id.ts';
import { isDraining } from '../pool/draining.ts';
import { idleNode } from '../pool/idle-node.ts';
import { isAllocatedState, isReadyState, isStartingState } from '../pool/node-state.ts';
import type { NodeSnapshot } from '../pool/snapshot.ts';
import { isOverdue } from '../pool/start-deadline.ts';
import { type Fleet, takesPart } from './input/fleet.ts';
import type { PlanInput } from './input/plan-input.ts';
import { drainOrder, earliestFirst, releaseOrder } from './input/release-order.ts';
import { RULES } from './rules.ts';
import { type Veto, vetoOn } from './vetoes.ts';

/** The nodes counted, and the first veto on each node that has one. */
export interface CountedFleet extends Fleet {
  readonly vetoes: ReadonlyMap<string, Veto>;
}

/** Counts the nodes of a pool at an instant, and finds those that may be touched. */
export function fleetOf(nodes: readonly NodeSnapshot[], input: PlanInput): CountedFleet {
  const { now, policy } = input;
  const vetoes = vetoesOn(nodes, input);
  const counted = nodes.filter((node) => takesPart(node, policy));
  const staying = counted.filter((node) => !isDraining(node, now));
  const ready = counted
    .filter(({ state }) => isReadyState(state))
    .map((node) => ({ node, as: countedAs(node, input) }));
  const stoppable = staying.filter(({ id }) => !vetoes.has(id));
  return {
    size: counted.length,
    ready: ready.filter(({ node, as }) => as === 'ready' && !isDraining(node, now)).length,
    starting:
      counted.filter((node) => isStartingState(node.state) && !isOverdue(node, now)).length +
      ready.filter(({ as }) => as === 'starting').length,
    allocated: staying.filter((node) => isAllocatedState(node.state)).length,
    idle: stoppable
      .filter(({ state }) => state === 'idle')
      .toSorted(releaseOrder(policy.deallocateOrder))
      .flatMap((node) => idleNode(node, now) ?? []),
    running: stoppable.filter(({ state }) => state === 'running').toSorted(drainOrder(policy.deallocateOrder)),
    deallocated: stoppable.filter(({ state }) => state === 'deallocated').toSorted(longestInStateFirst),
    vetoes,
  };
}

function vetoesOn(nodes: readonly NodeSnapshot[], input: PlanInput): ReadonlyMap<string, Veto> {
  const vetoes = new Map<string, Veto>();
  for (const node of nodes) {
    const veto = vetoOn(node, input);
    if (veto !== undefined) vetoes.set(node.id, veto);
  }
  return vetoes;
}

const COUNTING = RULES.filter(({ countsAs }) => countsAs !== undefined);

function countedAs(node: NodeSnapshot, input: PlanInput): 'ready' | 'starting' | 'nothing' {
  for (const rule of COUNTING) {
    const as = rule.countsAs?.(node, input);
    if (as !== undefined) return as;
  }
  return 'ready';
}

function longestInStateFirst(a: NodeSnapshot, b: NodeSnapshot): number {
  return earliestFirst(a.stateSince, b.stateSince) || byId(a, b);
}
