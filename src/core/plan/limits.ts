import type { Temporal } from 'temporal-polyfill';
import type { PoolMemory } from '../memory/memory.ts';
import { BUDGET_SPAN } from '../memory/note-nodes.ts';
import type { Policy } from '../policy/policy.ts';
import type { PowerAct } from '../pool/act.ts';
import { TICK } from '../pool/tick.ts';
import { type Amount, nodesIn } from '../schedule/amount.ts';
import { earliestOf, isBefore } from '../time/instants.ts';
import type { Rule } from './decision.ts';

/** The most acts of one kind that an evaluation may make, and what sets it. */
export interface Limit {
  readonly acts: number;
  readonly rule: Rule;
  /** As people read it: `the budget is 5 an evaluation`. */
  readonly because: string;
  /** From when on more may be possible, if nothing else changes; `undefined` is never. */
  readonly resumesAt: Temporal.Instant | undefined;
}

/** What limits are made from. */
export interface LimitInput {
  readonly policy: Policy;
  readonly memory: PoolMemory;
  readonly poolSize: number;
  /** How many nodes would be deallocated without limits. */
  readonly wanted: number;
  readonly now: Temporal.Instant;
}

/** The narrowest limit on the acts of one kind; `undefined` if there is none. */
export function limitOn(action: PowerAct, input: LimitInput): Limit | undefined {
  return narrowest([budgetOn(action, input), action === 'deallocate' ? canaryLimit(input) : circuitLimit(input)]);
}

/** What the budgets of the policy leave for acts of one kind; `undefined` if they say nothing of it. */
export function budgetOn(action: PowerAct, input: Omit<LimitInput, 'wanted'>): Limit | undefined {
  return narrowest([evaluationLimit(action, input), hourLimit(action, input)]);
}

function narrowest(limits: readonly (Limit | undefined)[]): Limit | undefined {
  return limits.filter((limit) => limit !== undefined).toSorted((a, b) => a.acts - b.acts)[0];
}

function evaluationLimit(action: PowerAct, { policy, poolSize, now }: Omit<LimitInput, 'wanted'>): Limit | undefined {
  const amount = policy.budget[action];
  if (amount === undefined) return undefined;
  const acts = nodesIn(amount, poolSize);
  return { acts, rule: 'budget', because: `the budget is ${acts} an evaluation`, resumesAt: now };
}

function hourLimit(action: PowerAct, { policy, memory, poolSize, now }: Omit<LimitInput, 'wanted'>): Limit | undefined {
  const amount: Amount | undefined = policy.budget[`${action}PerHour`];
  if (amount === undefined) return undefined;
  const most = nodesIn(amount, poolSize);
  const spent = memory.spent.filter((one) => one.action === action && isBefore(now, one.at.add(BUDGET_SPAN)));
  const sum = spent.reduce((nodes, one) => nodes + one.nodes, 0);
  return {
    acts: Math.max(0, most - sum),
    rule: 'budget',
    because: `the budget is ${most} an hour, ${sum} are spent`,
    resumesAt: earliestOf(spent.map(({ at }) => at.add(BUDGET_SPAN))),
  };
}

/**
 * The first deallocations of a policy on a pool: a share of its nodes, until they have been seen off. A policy that only
 * observes shows all that it would do. Somebody who has confirmed the number knows what will happen.
 */
function canaryLimit({ policy, memory, poolSize, wanted, now }: LimitInput): Limit | undefined {
  const { canary } = memory;
  const isKnown = canary?.policyId === policy.id;
  if (policy.mode === 'observe' || (isKnown && canary.proven)) return undefined;
  const { share, confirmed } = policy.canary;
  const sent = isKnown ? canary.nodes.length : 0;
  if (confirmed !== undefined && wanted + sent <= confirmed) return undefined;
  const most = nodesIn(share, poolSize);
  if (most >= poolSize) return undefined;
  return {
    acts: Math.max(0, most - sent),
    rule: 'canary',
    because: `the policy is new to this pool: ${most} first, the others when these have been seen off`,
    resumesAt: now.add(TICK),
  };
}

/** While the circuit is open one node is started an hour, to see whether it passes. */
function circuitLimit({ memory, now }: LimitInput): Limit | undefined {
  const { circuit, lastStart } = memory;
  if (circuit === undefined) return undefined;
  const last = lastStart === undefined || isBefore(lastStart, circuit.openedAt) ? circuit.openedAt : lastStart;
  const trialAt = last.add(BUDGET_SPAN);
  const isTrial = !isBefore(now, trialAt);
  return {
    acts: isTrial ? 1 : 0,
    rule: 'gate',
    because: `the circuit has been open since ${circuit.openedAt}, as ${circuit.because}`,
    resumesAt: isTrial ? undefined : trialAt,
  };
}
