import type { Temporal } from 'temporal-polyfill';
import type { Act, CountedAct } from '../pool/act.ts';
import { inOrderOfId } from '../pool/by-id.ts';
import type { NodeSnapshot } from '../pool/snapshot.ts';
import { once } from '../remember.ts';
import { unwritten, wordsOf } from '../text/sentence.ts';
import { type ActingDecision, type Decision, inWords, leave, type Undone } from './decision.ts';
import { fleetOf } from './fleet-of.ts';
import type { PlanInput } from './input/plan-input.ts';
import { limitOn, type RuledLimit } from './limits.ts';
import { poolFloorOf } from './pool-floor.ts';
import { type PoolView, proposalsOf, type RuledProposal } from './proposals.ts';
import type { RuleName } from './rules.ts';
import { type PoolTarget, targetOf } from './target.ts';
import { type PoolVeto, vetoOnPool } from './vetoes.ts';
import { whyLeft } from './why-left.ts';

/** A limit that holds acts back. */
export interface Halt {
  readonly action: Act;
  readonly rule: RuleName;
  /** How many acts it holds back. */
  readonly nodes: number;
  readonly because: string;
  readonly resumesAt: Temporal.Instant | undefined;
}

/** The nodes that one rule leaves as they are. */
export interface LeftNodes {
  readonly rule: RuleName;
  readonly nodes: number;
  /** The reason for the first of them. */
  readonly example: string;
}

/** The decision for one pool at one instant. */
export interface Plan {
  readonly at: Temporal.Instant;
  /** The decisions that act, ordered by node id. */
  readonly acts: readonly ActingDecision[];
  /** All decisions, one for each node, ordered by node id. They are computed when they are first read. */
  readonly decisions: readonly Decision[];
  /** The nodes that are left, by the rule that leaves them. They are computed when they are first read. */
  readonly left: readonly LeftNodes[];
  /** The target capacity; `undefined` if the whole pool is left alone. */
  readonly target: PoolTarget | undefined;
  /** Why the whole pool is left alone; `undefined` if its nodes were decided one by one. */
  readonly leftAlone: string | undefined;
  /** The limits that hold acts back and are reported, at most one for each kind of act. */
  readonly halts: readonly Halt[];
  /** When acts that limits hold back may continue. */
  readonly resumes: readonly Temporal.Instant[];
  /** The rule that leaves the pool alone; a doubt about the policy counts as the pool rule. */
  readonly leftAloneBy: RuleName | undefined;
  /** The input of the rules; `undefined` if the whole pool is left alone. */
  readonly view: PoolView | undefined;
}

/**
 * Decides what to do with each node of a pool at an instant. The same snapshot, memory and instant give the same plan, whatever
 * the order of the nodes. The rules are asked in the order of `rules.ts`: they request capacity, and veto and propose acts.
 * Their limits then cut the proposals.
 */
export function planPool(input: PlanInput): Plan {
  const { pool, now } = input;
  const nodes = inOrderOfId(pool.nodes);
  const veto = vetoOnPool(pool.facts, input);
  if (veto !== undefined) return leaveAlone(nodes, veto, now);

  const fleet = fleetOf(nodes, input);
  const target = targetOf(input, fleet);
  const floor = poolFloorOf(input, { fleet, target });
  const view: PoolView = { ...input, pool: { ...pool, nodes }, fleet, target, floor };
  const proposals = proposalsOf(view);
  const limits = limitsOf(proposals, view);
  const { granted, held } = grant(proposals, limits);
  const acts = granted.map(inWords).toSorted(byNode);
  const byAction = Map.groupBy(held, ({ action }) => action);
  const plan = {
    at: now,
    acts,
    target,
    leftAlone: undefined,
    leftAloneBy: undefined,
    halts: [...byAction].flatMap(([action, some]) => haltBy(limits[action], action, some.length)),
    resumes: [...byAction.keys()].flatMap((action) => limits[action]?.resumesAt ?? []),
    view,
  };
  return planOf(plan, () => {
    const undone = whyLeft(view);
    const acting = new Set(acts.map(({ nodeId }) => nodeId));
    const left = nodes.values().filter(({ id }) => !acting.has(id));
    return left.map((node) => {
      const proposal = proposals.get(node.id);
      return proposal === undefined ? undone(node) : heldBack(proposal, limits[proposal.action]);
    });
  });
}

/** The plan for a pool that is left alone: the same reason for each node. */
export function leaveAlone(
  nodes: readonly Pick<NodeSnapshot, 'id'>[],
  { rule, reason }: PoolVeto,
  now: Temporal.Instant,
): Plan {
  const plan = {
    at: now,
    acts: [],
    target: undefined,
    leftAlone: reason,
    leftAloneBy: rule,
    halts: [],
    resumes: [],
    view: undefined,
  };
  return planOf(plan, () =>
    inOrderOfId(nodes)
      .values()
      .map((node) => leave(node.id, rule, reason)),
  );
}

/**
 * Adds to a plan the decisions on the nodes that it leaves. They are computed on demand, because acting does not need them. No
 * list is kept to count ten thousand nodes that are left.
 */
export function planOf(plan: Omit<Plan, 'decisions' | 'left'>, undone: () => IteratorObject<Undone>): Plan {
  const decisions = once(() => [...plan.acts, ...undone().map(inWords)].toSorted(byNode));
  const left = once(() => {
    const byRule = new Map<RuleName, { rule: RuleName; nodes: number; example: string }>();
    for (const { rule, reason } of undone()) {
      const group = byRule.get(rule);
      if (group === undefined) byRule.set(rule, { rule, nodes: 1, example: wordsOf(reason) });
      else group.nodes += 1;
    }
    return [...byRule.values()];
  });
  return {
    ...plan,
    get decisions() {
      return decisions();
    },
    get left() {
      return left();
    },
  };
}

function byNode(a: { readonly nodeId: string }, b: { readonly nodeId: string }): number {
  return a.nodeId < b.nodeId ? -1 : Number(a.nodeId > b.nodeId);
}

type Limits = Readonly<Record<Act, RuledLimit | undefined>>;

/** Budgets limit starts, deallocations and removals only. */
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
  const limit = (act: CountedAct) => (count(act) === 0 ? undefined : limitOn(act, input));
  return { ...UNLIMITED, start: limit('start'), deallocate: limit('deallocate'), remove: limit('remove') };
}

/** The proposals that the limits grant, and those that they hold back. */
function grant(proposals: ReadonlyMap<string, RuledProposal>, limits: Limits) {
  const used = { start: 0, deallocate: 0, quarantine: 0, reboot: 0, reimage: 0, remove: 0 };
  const granted: RuledProposal[] = [];
  const held: RuledProposal[] = [];
  for (const proposal of proposals.values()) {
    const { action } = proposal;
    if (used[action] >= (limits[action]?.acts ?? Number.POSITIVE_INFINITY)) {
      held.push(proposal);
      continue;
    }
    used[action] += 1;
    granted.push(proposal);
  }
  return { granted, held };
}

function haltBy(limit: RuledLimit | undefined, action: Act, nodes: number): readonly Halt[] {
  if (limit?.halts !== true) return [];
  const { rule, because, resumesAt } = limit;
  return [{ action, rule, nodes, because, resumesAt }];
}

interface HeldBack {
  readonly proposal: RuledProposal;
  readonly limit: RuledLimit | undefined;
}

function heldBack(proposal: RuledProposal, limit: RuledLimit | undefined): Undone {
  return leave(proposal.nodeId, limit?.rule ?? 'budget', unwritten(describeHeldBack, { proposal, limit }));
}

function describeHeldBack({ proposal: { action, reason }, limit }: HeldBack): string {
  return `to ${action} later, ${limit?.because}: ${wordsOf(reason)}`;
}
