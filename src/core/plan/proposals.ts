import { nodesById } from '../pool/nodes-by-id.ts';
import { once } from '../remember.ts';
import type { CountedFleet } from './fleet-of.ts';
import type { Proposal, Taken } from './input/deciding-rule.ts';
import type { PlanView } from './input/plan-input.ts';
import { describeOrder } from './input/release-order.ts';
import { type ListedRule, RULES, type RuleName } from './rules.ts';
import type { PoolTarget } from './target.ts';
import { vetoesIn } from './vetoes.ts';

/** The input of a plan, with intermediate results. */
export interface PoolView extends PlanView {
  readonly fleet: CountedFleet;
  readonly target: PoolTarget;
}

/** An act that a rule of the list proposes. */
export interface RuledProposal extends Proposal {
  readonly rule: RuleName;
}

/**
 * The acts that the rules propose, at most one for a node, in the order in which the limits grant them. Besides the rules' own
 * proposals, the rule that set the minimum proposes starts to reach it, and the rule that set the maximum proposes
 * deallocations of nodes above it. A proposal that another rule vetoes is dropped.
 */
export function proposalsOf(view: PoolView): ReadonlyMap<string, RuledProposal> {
  const proposals = new Map<string, RuledProposal>();
  const taken = new TakenNodes(proposals, view.fleet);
  const adding = { proposals, view, vetoOn: once(() => vetoesIn(view)) };
  for (const rule of RULES) {
    const { name } = rule;
    add(rule, rule.proposes?.(view, taken) ?? [], adding);
    if (name === view.target.minRule) add(rule, startsFor(view, taken), adding);
    if (name === view.target.maxRule) {
      add(rule, idleAboveMaximum(view, taken), adding);
      if (view.policy.drain !== undefined) add(rule, runningAboveMaximum(view, taken), adding);
    }
  }
  return proposals;
}

class TakenNodes implements Taken {
  readonly #proposals: ReadonlyMap<string, RuledProposal>;
  readonly #releasable: () => ReadonlySet<string>;

  constructor(proposals: ReadonlyMap<string, RuledProposal>, fleet: CountedFleet) {
    this.#proposals = proposals;
    this.#releasable = once(() => new Set([...fleet.idle, ...fleet.running].map(({ id }) => id)));
  }

  has(nodeId: string): boolean {
    return this.#proposals.has(nodeId);
  }

  get acts(): number {
    return this.#proposals.size;
  }

  get starts(): number {
    return this.#proposals.values().reduce((sum, { action }) => sum + Number(action === 'start'), 0);
  }

  get stops(): number {
    return this.#proposals
      .values()
      .reduce((sum, { action, rule }) => sum + Number(action === 'deallocate' && rule !== 'drain'), 0);
  }

  get releases(): number {
    return this.#proposals
      .values()
      .reduce((sum, { nodeId, action }) => sum + Number(action === 'deallocate' && this.#releasable().has(nodeId)), 0);
  }
}

interface Adding {
  readonly proposals: Map<string, RuledProposal>;
  readonly view: PoolView;
  readonly vetoOn: () => ReturnType<typeof vetoesIn>;
}

function add({ name }: ListedRule, proposed: readonly Proposal[], adding: Adding): void {
  const { proposals } = adding;
  for (const proposal of proposed) {
    if (!proposals.has(proposal.nodeId) && !isVetoed(proposal.nodeId, name, adding))
      proposals.set(proposal.nodeId, { ...proposal, rule: name });
  }
}

/** Does another rule than the proposing one veto an act on a node? */
function isVetoed(nodeId: string, proposer: RuleName, { view, vetoOn }: Adding): boolean {
  const veto = view.fleet.vetoes.get(nodeId);
  if (veto === undefined || veto.rule !== proposer) return veto !== undefined;
  const node = nodesById(view.pool.nodes).get(nodeId);
  return node === undefined || vetoOn()(node, proposer) !== undefined;
}

/**
 * The deallocated nodes to start so that the minimum becomes ready: as many as are missing beyond those that are ready,
 * starting or taken, the longest deallocated first.
 */
function startsFor({ fleet, target }: PoolView, taken: Taken): readonly Proposal[] {
  const missing = target.min - fleet.ready - fleet.starting - taken.starts;
  if (missing <= 0) return [];
  const reason = `${target.minBecause}; ${fleet.ready} ready, ${fleet.starting} on the way`;
  return fleet.deallocated
    .filter(({ id }) => !taken.has(id))
    .slice(0, missing)
    .map(({ id }) => ({ nodeId: id, action: 'start', reason }));
}

/**
 * The idle nodes above the maximum, in the order of the policy, but never so many that fewer than the minimum stay ready. How
 * long they have been idle does not matter, because the owner has set the maximum; the option of the request lets a task finish
 * that has just started.
 */
function idleAboveMaximum(view: PoolView, taken: Taken): readonly Proposal[] {
  return release('idle', { view, taken, reason: aboveReason(view) });
}

/**
 * The running nodes that are to drain: as many as are still above the maximum, in the order of the policy. They take no new
 * tasks and are deallocated when theirs have ended.
 */
function runningAboveMaximum(view: PoolView, taken: Taken): readonly Proposal[] {
  return release('running', { view, taken, reason: `${aboveReason(view)}; it drains: its tasks finish first` });
}

interface Release {
  readonly view: PoolView;
  readonly taken: Taken;
  readonly reason: string;
}

/**
 * How many more nodes must be deallocated, and can without going below the minimum; starting nodes are not ready and do not
 * count.
 */
function release(from: 'idle' | 'running', { view: { fleet, target }, taken, reason }: Release): readonly Proposal[] {
  if (target.max === undefined) return [];
  const surplus = Math.min(fleet.allocated - target.max - taken.stops, fleet.ready - target.min - taken.releases);
  if (surplus <= 0) return [];
  return fleet[from]
    .filter(({ id }) => !taken.has(id))
    .slice(0, surplus)
    .map(({ id }) => ({ nodeId: id, action: 'deallocate', reason }));
}

function aboveReason({ fleet, target, policy }: PoolView): string {
  return `${target.maxBecause}, ${fleet.allocated} are${describeOrder(policy.deallocateOrder)}`;
}
