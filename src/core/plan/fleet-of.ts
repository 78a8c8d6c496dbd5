import { Temporal } from 'temporal-polyfill';
import { byId } from '../pool/by-id.ts';
import { isDraining } from '../pool/draining.ts';
import { type IdleNode, idleNode } from '../pool/idle-node.ts';
import { isAllocatedState, isReadyState, isStartingState } from '../pool/node-state.ts';
import type { NodeSnapshot } from '../pool/snapshot.ts';
import { isOverdue } from '../pool/start-deadline.ts';
import { type Fleet, takesPart } from './input/fleet.ts';
import type { PlanInput } from './input/plan-input.ts';
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
    idle: stoppable.flatMap((node) => idleNode(node, now) ?? []).toSorted(longestIdleFirst),
    running: stoppable.filter(({ state }) => state === 'running').toSorted(fewestTasksFirst),
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
