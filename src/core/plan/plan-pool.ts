import type { Temporal } from 'temporal-polyfill';
import type { Act } from '../pool/act.ts';
import { byId } from '../pool/by-id.ts';
import type { NodeSnapshot } from '../pool/snapshot.ts';
import { type Decision, leave } from './decision.ts';
import { fleetOf } from './fleet-of.ts';
import type { PlanInput } from './input/plan-input.ts';
import { limitOn, type RuledLimit } from './limits.ts';
import { poolFloorOf } from './pool-floor.ts';
import { type PoolView, proposalsOf, type RuledProposal } from './proposals.ts';
import type { RuleName } from './rules.ts';
import { type PoolTarget, targetOf } from './target.ts';
import { type Veto, vetoOnPool } from './vetoes.ts';
import { whyLeft } from './why-left.ts';

/** A limit that holds acts back. */
export interface Halt {
  readonly action: Act;
  readonly rule: RuleName;
  /** How many acts wait for it. */
  readonly nodes: number;
  readonly because: string;
  readonly resumesAt: Temporal.Instant | undefined;
}

/** All decisions for one pool at one instant, one for each node, ordered by node id. */
export interface Plan {
  readonly at: Temporal.Instant;
  readonly decisions: readonly Decision[];
  /** The capacity that was driven to; `undefined` where the pool is left alone as a whole. */
  readonly target: PoolTarget | undefined;
  /** Why the pool is left alone as a whole; `undefined` where its nodes were decided one by one. */
  readonly leftAlone: string | undefined;
  /** Limits that hold acts back and are told when they do, one for a kind of act. */
  readonly halts: readonly Halt[];
  /** When acts that limits hold back may go on. */
  readonly resumes: readonly Temporal.Instant[];
  /** The rule that has it left alone; the doubt about its policy counts as one about the pool. */
  readonly leftAloneBy: RuleName | undefined;
  /** What the rules were asked with; `undefined` where the pool is left alone as a whole. */
  readonly view: PoolView | undefined;
}

/**
 * Decides what to do with each node of a pool at an instant. The same snapshot, memory and instant give the same plan,
 * whatever the order of the nodes. The rules are asked in the order of `rules.ts`: they request capacity, veto and propose
 * acts; their limits then cut what is proposed.
 */
export function planPool(input: PlanInput): Plan {
  const { pool, now } = input;
  const nodes = pool.nodes.toSorted(byId);
  const veto = vetoOnPool(pool.facts, input);
  if (veto !== undefined) return leaveAlone(nodes, veto, now);

  const fleet = fleetOf(nodes, input);
  const target = targetOf(input, fleet);
  const floor = poolFloorOf(input, { fleet, target });
  const view: PoolView = { ...input, pool: { ...pool, nodes }, fleet, target, floor };
  const proposals = proposalsOf(view);
  const limits = limitsOf(proposals, view);
  const granted = grant(proposals, limits);
  const decisions = nodes.map((node) => {
    const proposal = proposals.get(node.id);
    if (proposal === undefined) return whyLeft(node, view);
    return granted.has(node.id) ? proposal : heldBack(proposal, limits[proposal.action]);
  });
  const held = [...proposals.values()].filter(({ nodeId }) => !granted.has(nodeId)).map(({ action }) => action);
  const resumes = [...new Set(held)].flatMap((action) => limits[action]?.resumesAt ?? []);
  const halts = [...Map.groupBy(held, (action) => action)].flatMap(([action, acts]) =>
    haltBy(limits[action], action, acts.length),
  );
  return { at: now, decisions, target, leftAlone: undefined, leftAloneBy: undefined, halts, resumes, view };
}

/** The plan for a pool that is left alone as a whole: the same reason for each node. */
export function leaveAlone(
  nodes: readonly Pick<NodeSnapshot, 'id'>[],
  { rule, reason }: Veto,
  now: Temporal.Instant,
): Plan {
  return {
    at: now,
    decisions: nodes.toSorted(byId).map((node) => leave(node.id, rule, reason)),
    target: undefined,
    leftAlone: reason,
    leftAloneBy: rule,
    halts: [],
    resumes: [],
    view: undefined,
  };
}

/** The decisions of a plan that act. */
export function actsOf(plan: Plan): readonly (Decision & { readonly action: Act })[] {
  return plan.decisions.filter(
    (decision): decision is Decision & { readonly action: Act } => decision.action !== 'none',
  );
}

type Limits = Readonly<Record<Act, RuledLimit | undefined>>;

/** Budgets are for what switches nodes on and off, and for what has them leave. */
const UNLIMITED: Limits = {
  start: undefined,
  deallocate: undefined,
  quarantine: undefined,
  reboot: undefined,
  reimage: undefined,
  remove: undefined,
};

function limitsOf(
  proposals: ReadonlyMap<string, RuledProposal>,
  { policy, memory, shared, sequence, fleet, now }: PoolView,
): Limits {
  const count = (act: Act) => proposals.values().reduce((sum, { action }) => sum + Number(action === act), 0);
  const wanted = { deallocate: count('deallocate'), remove: count('remove') };
  const input = { policy, memory, shared, sequence, poolSize: fleet.size, ready: fleet.ready, wanted, now };
  return {
    ...UNLIMITED,
    start: limitOn('start', input),
    deallocate: limitOn('deallocate', input),
    remove: limitOn('remove', input),
  };
}

function grant(proposals: ReadonlyMap<string, RuledProposal>, limits: Limits): ReadonlySet<string> {
  const used = { start: 0, deallocate: 0, quarantine: 0, reboot: 0, reimage: 0, remove: 0 };
  const granted = new Set<string>();
  for (const { nodeId, action } of proposals.values()) {
    if (used[action] >= (limits[action]?.acts ?? Number.POSITIVE_INFINITY)) continue;
    used[action] += 1;
    granted.add(nodeId);
  }
  return granted;
}

function haltBy(limit: RuledLimit | undefined, action: Act, nodes: number): readonly Halt[] {
  if (limit?.halts !== true) return [];
  const { rule, because, resumesAt } = limit;
  return [{ action, rule, nodes, because, resumesAt }];
}

function heldBack({ nodeId, action, reason }: RuledProposal, limit: RuledLimit | undefined): Decision {
  return leave(nodeId, limit?.rule ?? 'budget', `to ${action} later, ${limit?.because}: ${reason}`);
}
