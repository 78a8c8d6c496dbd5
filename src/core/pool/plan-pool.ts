import type { Temporal } from 'temporal-polyfill';
import type { Policy } from '../policy/policy.ts';
import { nodesIn } from '../schedule/amount.ts';
import type { Timeline } from '../schedule/timeline.ts';
import { type Act, type Decision, leave, type Rule } from './decision.ts';
import { byId, type Fleet, fleetOf } from './fleet.ts';
import { poolGuard } from './pool-guard.ts';
import { selectAboveMaximum, selectIdleTooLong } from './select-deallocations.ts';
import { type Selection, selectStarts } from './select-starts.ts';
import type { NodeSnapshot, PoolSnapshot } from './snapshot.ts';
import { type Target, targetOf } from './target.ts';
import { whyLeft } from './why-left.ts';

/** Everything that a plan is made from. */
export interface PlanInput {
  readonly pool: PoolSnapshot;
  readonly policy: Policy;
  /** The policy's schedules, laid out from `now` over at least the lookahead. */
  readonly timelines: readonly Timeline[];
  readonly now: Temporal.Instant;
}

/** All decisions for one pool at one instant, one for each node, ordered by node id. */
export interface Plan {
  readonly at: Temporal.Instant;
  readonly decisions: readonly Decision[];
  /** The capacity that was driven to; `undefined` where the pool is left alone as a whole. */
  readonly target: Target | undefined;
  /** Why the pool is left alone as a whole; `undefined` where its nodes were decided one by one. */
  readonly leftAlone: string | undefined;
  /** Did a budget hold back acts that the next evaluation will make? */
  readonly heldBack: boolean;
}

/** An act that a rule asks for. */
interface Wish {
  readonly action: Act;
  readonly rule: Rule;
  readonly reason: string;
}

/**
 * Decides what to do with each node of a pool at an instant. The same snapshot and instant give the same plan, whatever
 * the order of the nodes. Rules in their order: what the pool is doing itself, who is protected, the schedules, the idle
 * timeout; the budgets then cut what is left.
 */
export function planPool({ pool, policy, timelines, now }: PlanInput): Plan {
  const nodes = pool.nodes.toSorted(byId);
  const guard = poolGuard(pool.facts);
  if (guard !== undefined) return leaveAlone(nodes, guard, now);

  const fleet = fleetOf(nodes, now);
  const target = targetOf(policy, timelines, { now, poolSize: fleet.size });
  const wishes = wishesOf(fleet, target, { policy, now });
  const budgets = {
    start: limitOf(policy.budget.start, fleet),
    deallocate: limitOf(policy.budget.deallocate, fleet),
  };
  const granted = grant(wishes, budgets);
  const decisions = nodes.map((node) => {
    const wish = wishes.get(node.id);
    if (wish === undefined) return whyLeft(node, { fleet, target, policy, now });
    if (granted.has(node.id)) return { nodeId: node.id, ...wish };
    return leave(
      node.id,
      'budget',
      `to ${wish.action} later, the budget is ${budgets[wish.action]} an evaluation: ${wish.reason}`,
    );
  });
  return { at: now, decisions, target, leftAlone: undefined, heldBack: granted.size < wishes.size };
}

/** The plan for a pool that is left alone as a whole: the same reason for each node. */
export function leaveAlone(nodes: readonly Pick<NodeSnapshot, 'id'>[], reason: string, now: Temporal.Instant): Plan {
  return {
    at: now,
    decisions: nodes.toSorted(byId).map((node) => leave(node.id, 'pool', reason)),
    target: undefined,
    leftAlone: reason,
    heldBack: false,
  };
}

/** The decisions of a plan that act. */
export function actsOf(plan: Plan): readonly (Decision & { readonly action: Act })[] {
  return plan.decisions.filter(
    (decision): decision is Decision & { readonly action: Act } => decision.action !== 'none',
  );
}

/** Acts asked for, in the order in which the budget is spent. */
function wishesOf(
  fleet: Fleet,
  target: Target,
  { policy, now }: Pick<PlanInput, 'policy' | 'now'>,
): ReadonlyMap<string, Wish> {
  const starts = selectStarts(fleet, target);
  const aboveMaximum = selectAboveMaximum(fleet, target);
  const idleTooLong: Selection =
    policy.idle === undefined
      ? new Map()
      : selectIdleTooLong(fleet, target, { idle: policy.idle, chosen: aboveMaximum, now });
  return new Map([
    ...wishes(starts, 'start', 'schedule'),
    ...wishes(aboveMaximum, 'deallocate', 'schedule'),
    ...wishes(idleTooLong, 'deallocate', 'idle'),
  ]);
}

function wishes(selection: Selection, action: Act, rule: Rule): readonly (readonly [string, Wish])[] {
  return [...selection].map(([nodeId, reason]) => [nodeId, { action, rule, reason }]);
}

function limitOf(amount: Policy['budget'][Act], fleet: Fleet): number {
  return amount === undefined ? Number.POSITIVE_INFINITY : nodesIn(amount, fleet.size);
}

function grant(asked: ReadonlyMap<string, Wish>, budgets: Readonly<Record<Act, number>>): ReadonlySet<string> {
  const of = (action: Act) => [...asked].filter(([, wish]) => wish.action === action).slice(0, budgets[action]);
  return new Set([...of('start'), ...of('deallocate')].map(([nodeId]) => nodeId));
}
