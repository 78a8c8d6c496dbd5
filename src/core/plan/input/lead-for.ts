import { Temporal } from 'temporal-polyfill';
import { leadMilliseconds } from '../../demand/lead-time.ts';
import type { PoolMemory } from '../../memory/memory.ts';
import type { LeadPolicy, Policy } from '../../policy/policy.ts';
import { TICK } from '../../pool/tick.ts';
import { nodesIn } from '../../schedule/amount.ts';
import { millisecondsIn } from '../../time/epoch.ts';

/** What a lead time is found from. */
export interface LeadInput {
  readonly policy: Policy;
  readonly memory: Pick<PoolMemory, 'startSeconds'>;
}

/**
 * How long before it is needed the start of so many nodes begins, in milliseconds: their lead time, and the ticks that a budget
 * takes.
 */
export function leadFor(input: LeadInput, nodes: number, poolSize: number): number {
  return leadMilliseconds(input.policy.lead, input.memory.startSeconds, nodes) + budgetTicks(input, nodes, poolSize);
}

/**
 * The same for nodes of which each goes for itself: with the share that the policy says it is in time, whatever becomes of the
 * others, and without a margin.
 */
export function leadForEach(input: LeadInput, nodes: number, poolSize: number): number {
  const { policy, memory } = input;
  return leadMilliseconds(withoutMargin(policy.lead), memory.startSeconds, 1) + budgetTicks(input, nodes, poolSize);
}

/** The lead times of nodes of which each goes for itself. */
export function withoutMargin(lead: LeadPolicy): LeadPolicy {
  return { ...lead, margin: NO_MARGIN };
}

const NO_MARGIN = Temporal.Duration.from({ seconds: 0 });

function budgetTicks({ policy: { budget } }: LeadInput, nodes: number, poolSize: number): number {
  const aTick = budget.start === undefined ? nodes : nodesIn(budget.start, poolSize);
  const ticks = aTick <= 0 ? 0 : Math.max(0, Math.ceil(nodes / aTick) - 1);
  return ticks * millisecondsIn(TICK);
}
