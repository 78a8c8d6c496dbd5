import { byId } from '../pool/by-id.ts';
import { isDraining } from '../pool/draining.ts';
import { idleNode } from '../pool/idle-node.ts';
import { isAllocatedState, isReadyState, isStartingState, type NodeState } from '../pool/node-state.ts';
import type { NodeSnapshot } from '../pool/snapshot.ts';
import { isOverdue } from '../pool/start-deadline.ts';
import { once } from '../remember.ts';
import type { NodeCount } from './input/deciding-rule.ts';
import { type Fleet, takesPart } from './input/fleet.ts';
import type { PlanInput } from './input/plan-input.ts';
import { drainOrder, earliestFirst, type NodeOrder, releaseOrder } from './input/release-order.ts';
import { RULES } from './rules.ts';
import { type Veto, vetoesIn } from './vetoes.ts';

/** The nodes counted, and the first veto on each node that has one. */
export interface CountedFleet extends Fleet {
  readonly vetoes: ReadonlyMap<string, Veto>;
}

/** Counts the nodes of a pool at an instant, and finds those that may be touched. They are put in order when somebody asks for them. */
export function fleetOf(nodes: readonly NodeSnapshot[], input: PlanInput): CountedFleet {
  const { now, policy } = input;
  const vetoes = vetoesOn(nodes, input);
  const { stoppable, ...counts } = count(nodes, input, vetoes);
  const inOrder = (of: NodeState, order: NodeOrder) => stoppable.filter(({ state }) => state === of).sort(order);
  const idle = once(() =>
    inOrder('idle', releaseOrder(policy.deallocateOrder)).flatMap((node) => idleNode(node, now) ?? []),
  );
  const running = once(() => inOrder('running', drainOrder(policy.deallocateOrder)));
  const deallocated = once(() => inOrder('deallocated', longestInStateFirst));
  return {
    ...counts,
    get idle() {
      return idle();
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
  const counted = nodes.filter((node) => takesPart(node, policy));
  const staying = counted.filter((node) => !isDraining(node, now));
  const countsAs = countsIn(input);
  return {
    size: counted.length,
    ready: staying.filter((node) => countsAs(node) === 'ready').length,
    starting: counted.filter((node) => countsAs(node) === 'starting').length,
    allocated: staying.filter(({ state }) => isAllocatedState(state)).length,
    stoppable: vetoes.size === 0 ? staying : staying.filter(({ id }) => !vetoes.has(id)),
  };
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

/** What a node counts as: where it shows ready by what the rules say, else by its state. */
function countsIn(input: PlanInput): (node: NodeSnapshot) => 'ready' | 'starting' | 'nothing' {
  const rules = RULES.flatMap(({ countsAs }) => countsAs?.(input) ?? []);
  return (node) => {
    if (isReadyState(node.state)) return firstOf(rules, node) ?? 'ready';
    return isStartingState(node.state) && !isOverdue(node, input.now) ? 'starting' : 'nothing';
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
