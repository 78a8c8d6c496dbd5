import { type LeadTime, leadTimeOf } from '../../demand/lead-time.ts';
import type { PoolMemory } from '../../memory/memory.ts';
import type { Policy } from '../../policy/policy.ts';
import { TICK } from '../../pool/tick.ts';
import { nodesIn } from '../../schedule/amount.ts';

/** How long before it is needed the start of so many nodes begins: their lead time, and the ticks that a budget takes. */
export function leadFor(
  { policy, memory }: { readonly policy: Policy; readonly memory: PoolMemory },
  nodes: number,
  poolSize: number,
): LeadTime {
  const lead = leadTimeOf(policy.lead, memory.startSeconds, nodes);
  const aTick = policy.budget.start === undefined ? nodes : nodesIn(policy.budget.start, poolSize);
  const ticks = aTick <= 0 ? 0 : Math.max(0, Math.ceil(nodes / aTick) - 1);
  return ticks === 0 ? lead : { ...lead, length: lead.length.add({ seconds: ticks * TICK.total('seconds') }) };
}
