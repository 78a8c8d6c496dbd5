import type { Temporal } from 'temporal-polyfill';
import type { Act, PowerAct } from '../pool/act.ts';
import { byId } from '../pool/by-id.ts';
import { poolGuard } from '../pool/pool-guard.ts';
import type { NodeSnapshot } from '../pool/snapshot.ts';
import { type Decision, leave } from './decision.ts';
import { type Fleet, fleetOf } from './fleet.ts';
import { type Limit, limitOn } from './limits.ts';
import type { PlanInput } from './plan-input.ts';
import { type Target, targetOf } from './target.ts';
import { whyLeft } from './why-left.ts';
import { type Wish, wishesOf } from './wishes.ts';

/** All decisions for one pool at one instant, one for each node, ordered by node id. */
export interface Plan {
  readonly at: Temporal.Instant;
  readonly decisions: readonly Decision[];
  /** The capacity that was driven to; `undefined` where the pool is left alone as a whole. */
  readonly target: Target | undefined;
  /** Why the pool is left alone as a whole; `undefined` where its nodes were decided one by one. */
  readonly leftAlone: string | undefined;
  /** When acts that limits hold back may go on. */
  readonly resumes: readonly Temporal.Instant[];
}

/**
 * Decides what to do with each node of a pool at an instant. The same snapshot, memory and instant give the same plan,
 * whatever the order of the nodes. Rules in their order: what the pool is doing itself, who is protected, what an override
 * says, the schedules, the work, the idle timeout; the limits then cut what is left.
 */
export function planPool(input: PlanInput): Plan {
  const { pool, now } = input;
  const nodes = pool.nodes.toSorted(byId);
  const guard = poolGuard(pool.facts);
  if (guard !== undefined) return leaveAlone(nodes, guard, now);

  const fleet = fleetOf(nodes, input);
  const target = targetOf({ ...input, facts: pool.facts }, fleet);
  const wishes = wishesOf(nodes, { ...input, fleet, target });
  const limits = limitsOf(wishes, fleet, input);
  const granted = grant(wishes, limits);
  const decisions = nodes.map((node) => {
    const wish = wishes.get(node.id);
    if (wish === undefined) return whyLeft(node, { ...input, fleet, target });
    return granted.has(node.id) ? { nodeId: node.id, ...wish } : heldBack(node.id, wish, limits[wish.action]);
  });
  const held = [...wishes].filter(([nodeId]) => !granted.has(nodeId)).map(([, { action }]) => limits[action]);
  const resumes = [...new Set(held)].flatMap((limit) => limit?.resumesAt ?? []);
  return { at: now, decisions, target, leftAlone: undefined, resumes };
}

/** The plan for a pool that is left alone as a whole: the same reason for each node. */
export function leaveAlone(nodes: readonly Pick<NodeSnapshot, 'id'>[], reason: string, now: Temporal.Instant): Plan {
  return {
    at: now,
    decisions: nodes.toSorted(byId).map((node) => leave(node.id, 'pool', reason)),
    target: undefined,
    leftAlone: reason,
    resumes: [],
  };
}

/** The decisions of a plan that act. */
export function actsOf(plan: Plan): readonly (Decision & { readonly action: Act })[] {
  return plan.decisions.filter(
    (decision): decision is Decision & { readonly action: Act } => decision.action !== 'none',
  );
}

type Limits = Readonly<Record<PowerAct, Limit | undefined>> & { readonly quarantine: undefined };

function limitsOf(
  wishes: ReadonlyMap<string, Wish>,
  fleet: Fleet,
  { policy, memory, now }: Pick<PlanInput, 'policy' | 'memory' | 'now'>,
): Limits {
  const wanted = [...wishes.values()].filter(({ action }) => action === 'deallocate').length;
  const input = { policy, memory, poolSize: fleet.size, wanted, now };
  return { start: limitOn('start', input), deallocate: limitOn('deallocate', input), quarantine: undefined };
}

function grant(wishes: ReadonlyMap<string, Wish>, limits: Limits): ReadonlySet<string> {
  const of = (action: Act) =>
    [...wishes].filter(([, wish]) => wish.action === action).slice(0, limits[action]?.acts ?? wishes.size);
  return new Set([...of('start'), ...of('deallocate'), ...of('quarantine')].map(([nodeId]) => nodeId));
}

function heldBack(nodeId: string, { action, reason }: Wish, limit: Limit | undefined): Decision {
  return leave(nodeId, limit?.rule ?? 'budget', `to ${action} later, ${limit?.because}: ${reason}`);
}
