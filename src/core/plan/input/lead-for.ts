import { leadMilliseconds } from '../../demand/lead-time.ts';
import type { PoolMemory } from '../../memory/memory.ts';
import type { Policy } from '../../policy/policy.ts';
import { TICK } from '../../pool/tick.ts';
import { nodesIn } from '../../schedule/amount.ts';
import { millisecondsIn } from '../../time/epoch.ts';

/**
 * How long before it is needed the start of so many nodes begins, in milliseconds: their lead time, and the ticks that a budget
 * takes.
 */
export function leadFor(
  { policy, memory }: { readonly policy: Policy; readonly memory: Pick<PoolMemory, 'startSeconds'> },
  nodes: number,
  poolSize: number,
): number {
  const { lead, budget } = policy;
  const aTick = budget.start === undefined ? nodes : nodesIn(budget.start, poolSize);
  const ticks = aTick <= 0 ? 0 : Math.max(0, Math.ceil(nodes / aTick) - 1);
  return leadMilliseconds(lead, memory.startSeconds, nodes) + ticks * millisecondsIn(TICK);
}
