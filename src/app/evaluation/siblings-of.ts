import { Temporal } from 'temporal-polyfill';
import type { Documents } from '../../core/plan/documents.ts';
import type { SiblingNeed } from '../../core/plan/input/sibling.ts';
import { siblingOf } from '../../core/plan/sibling-request.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import { isBefore } from '../../core/time/instants.ts';
import type { HasPoolStateReader, PoolHeading } from '../../ports/pool-states.ts';

/** A pool with failing starts is evaluated more often than this; an older plan belongs to a pool that is no longer evaluated. */
const OLDEST = Temporal.Duration.from({ hours: 1 });

/**
 * The nodes that other pools request from a pool as their sibling, by their last plans. If no policy names the pool, nothing is
 * read.
 */
export async function siblingsOf(
  { poolStates }: HasPoolStateReader,
  pool: PoolName,
  { documents, now }: { readonly documents: Documents; readonly now: Temporal.Instant },
): Promise<readonly SiblingNeed[]> {
  const isNamed = [...documents.policies.values()].some(
    (policy) => 'value' in policy && siblingOf(policy.value)?.toLowerCase() === pool.poolId.toLowerCase(),
  );
  return isNamed ? siblingNeeds(await poolStates.list(pool.account), now)(pool) : [];
}

/** The requests of the last plans of an account's pools to each of them; the states are read once for all pools. */
export function siblingNeeds(
  states: readonly PoolHeading[],
  now: Temporal.Instant,
): (pool: PoolName) => readonly SiblingNeed[] {
  const needs = new Map<string, SiblingNeed[]>();
  for (const { poolId, sibling } of states) {
    if (sibling === undefined || isBefore(sibling.at.add(OLDEST), now)) continue;
    const asked = sibling.pool.toLowerCase();
    const others = needs.get(asked) ?? [];
    others.push({ poolId, nodes: sibling.nodes });
    needs.set(asked, others);
  }
  return ({ poolId }) => needs.get(poolId.toLowerCase()) ?? [];
}
