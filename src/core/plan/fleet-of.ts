import { byId } from '../pool/by-id.ts';
import { isDraining } from '../pool/draining.ts';
import { isIdle } from '../pool/idle-node.ts';
import { isAllocatedState, isReadyState, isStartingState, type NodeState } from '../pool/node-state.ts';
import type { NodeSnapshot } from '../pool/snapshot.ts';
import { isOverdue } from '../pool/start-deadline.ts';
import { once } from '../remember.ts';
import { askedToStart } from './input/asked-to-start.ts';
import type { NodeCount } from './input/deciding-rule.ts';
import { type Fleet, takesPart } from './input/fleet.ts';
import type { PlanInput } from './input/plan-input.ts';
import { drainOrder, earliestFirst, type NodeOrder, releaseOrder } from './input/release-order.ts';
import { RULES } from './rules.ts';
import { type Veto, vetoesIn } from './vetoes.ts';

/** The counted nodes, and the first veto on each node that has one. */
export interface CountedFleet extends Fleet {
  readonly vetoes: ReadonlyMap<string, Veto>;
}

/**
 * Counts the nodes of a pool at an instant, and finds those that no rule vetoes. The ordered lists are computed when they are
 * first read.
 */
export function fleetOf(nodes: readonly NodeSnapshot[], input: PlanInput): CountedFleet {
  const { now, policy } = input;
  const vetoes = vetoesOn(nodes, input);
  const { stoppable, ...counts } = count(nodes, input, vetoes);
  const inOrder = (of: NodeState, order: NodeOrder) => stoppable.filter(({ state }) => state === of).sort(order);
  const idleInAnyOrder = once(() => stoppable.filter((node) => isIdle(node, now)));
  const idle = once(() => idleInAnyOrder().toSorted(releaseOrder(policy.deallocateOrder)));
  const running = once(() => inOrder('running', drainOrder(policy.deallocateOrder)));
  const deallocated = once(() => inOrder('deallocated', longestInStateFirst));
  return {
    ...counts,
    get idle() {
      return idle();
    },
    get idleInAnyOrder() {
      return idleInAnyOrder();
    },
    get running() {
      return running();
    },
    get deallocated() {
      return deallocated();
    },
    vetoes,
  };
}

function count(nodes: readonly NodeSnapshot[], input: PlanInput, vetoes: ReadonlyMap<string, Veto>) {
  const { now, policy } = input;
  const countsAs = countsIn(input);
  const stoppable: NodeSnapshot[] = [];
  let [size, ready, starting, allocated] = [0, 0, 0, 0];
  for (const node of nodes) {
    if (!takesPart(node, policy)) continue;
    const as = countsAs(node);
    size += 1;
    starting += Number(as === 'starting');
    if (isDraining(node, now)) continue;
    ready += Number(as === 'ready');
    allocated += Number(as === 'starting' || isAllocatedState(node.state));
    if (!vetoes.has(node.id)) stoppable.push(node);
  }
  return { size, ready, starting, allocated, stoppable };
}

function vetoesOn(nodes: readonly NodeSnapshot[], input: PlanInput): ReadonlyMap<string, Veto> {
  const vetoOn = vetoesIn(input);
  const vetoes = new Map<string, Veto>();
  for (const node of nodes) {
    const veto = vetoOn(node);
    if (veto !== undefined) vetoes.set(node.id, veto);
  }
  return vetoes;
}

/** What a node counts as: if its state is a ready one, as the rules say; otherwise by its state. */
export function countsIn(
  input: Pick<PlanInput, 'memory' | 'now'>,
): (node: NodeSnapshot) => 'ready' | 'starting' | 'nothing' {
  const rules = RULES.flatMap(({ countsAs }) => countsAs?.(input) ?? []);
  const asked = askedToStart(input.memory);
  const isOnItsWay = (node: NodeSnapshot) =>
    node.state === 'deallocated' ? asked.has(node.id) : isStartingState(node.state) && !isOverdue(node, input.now);
  return (node) => {
    if (isReadyState(node.state)) return firstOf(rules, node) ?? 'ready';
    return isOnItsWay(node) ? 'starting' : 'nothing';
  };
}

function firstOf(rules: readonly NodeCount[], node: NodeSnapshot): ReturnType<NodeCount> {
  for (const countsAs of rules) {
    const as = countsAs(node);
    if (as !== undefined) return as;
  }
  return undefined;
}

function longestInStateFirst(a: NodeSnapshot, b: NodeSnapshot): number {
  return earliestFirst(a.stateSince, b.stateSince) || byId(a, b);
}
