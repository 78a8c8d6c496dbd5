import { knownLeadMilliseconds, startedNow } from '../../demand/known-lead.ts';
import { leadMilliseconds } from '../../demand/lead-time.ts';
import type { PoolMemory } from '../../memory/memory.ts';
import type { Policy } from '../../policy/policy.ts';
import { TICK } from '../../pool/tick.ts';
import { nodesIn } from '../../schedule/amount.ts';
import { millisecondsIn } from '../../time/epoch.ts';

/** The input of a lead time. */
export interface LeadInput {
  readonly policy: Policy;
  readonly memory: Pick<PoolMemory, 'startSeconds'>;
}

/**
 * How long before the need the start of this many nodes begins, in milliseconds: their lead time, and the ticks that the budget
 * requires.
 */
export function leadFor(input: LeadInput, nodes: number, poolSize: number): number {
  return leadMilliseconds(input.policy.lead, input.memory.startSeconds, nodes) + budgetTicks(input, nodes, poolSize);
}

/**
 * The same for nodes of known work, each of which is started on its own: the earliest time at which the start of one of them
 * begins, because the next evaluation would be too late.
 */
export function leadForKnown(input: LeadInput, nodes: number, poolSize: number): number {
  const { policy, memory } = input;
  return knownLeadMilliseconds(policy.lead, memory.startSeconds) + budgetTicks(input, nodes, poolSize);
}

/** How many nodes of known work are started now, this long before they are needed, rather than at the next evaluation. */
export function startedNowFor(
  input: LeadInput,
  { nodes, poolSize, beforeMs }: { readonly nodes: number; readonly poolSize: number; readonly beforeMs: number },
): number {
  const known = { lead: input.policy.lead, startSeconds: input.memory.startSeconds };
  const leadMs = beforeMs - budgetTicks(input, nodes, poolSize);
  return startedNow(known, { nodes, leadMs, laterMs: millisecondsIn(TICK) });
}

function budgetTicks({ policy: { budget } }: LeadInput, nodes: number, poolSize: number): number {
  const aTick = budget.start === undefined ? nodes : nodesIn(budget.start, poolSize);
  const ticks = aTick <= 0 ? 0 : Math.max(0, Math.ceil(nodes / aTick) - 1);
  return ticks * millisecondsIn(TICK);
}
