import type { NodeCounts, PoolCounts } from '../pool/pool-due.ts';
import type { NodeSnapshot } from '../pool/snapshot.ts';
import type { EffectivePolicy } from './effective-policy.ts';
import { takesPart } from './input/fleet.ts';

/**
 * The nodes of a pool that take part under what applies to it; without a policy, the dedicated ones. Their number is the size of
 * the pool: capacities and limits are shares of it.
 */
export function nodesTakingPart(nodes: readonly NodeSnapshot[], effective: EffectivePolicy): readonly NodeSnapshot[] {
  const policy = { protect: { spot: !takesSpot(effective) } };
  return nodes.filter((node) => takesPart(node, policy));
}

/** The nodes of a pool that take part, by state. */
export function countsTakingPart({ dedicated, spot }: PoolCounts, effective: EffectivePolicy): NodeCounts {
  if (!takesSpot(effective)) return dedicated;
  const sum = new Map(Object.entries(dedicated));
  for (const [state, count] of Object.entries(spot)) sum.set(state, (sum.get(state) ?? 0) + count);
  return Object.fromEntries(sum);
}

/** Do the Spot nodes of a pool take part? */
export function takesSpot(effective: EffectivePolicy): boolean {
  return effective.kind === 'policy' && !effective.policy.protect.spot;
}
