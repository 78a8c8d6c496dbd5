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
  return isNamed ? siblingNeeds(await poolStates.list(pool.account), pool, now) : [];
}

/** The requests of the last plans of an account's pools to one of them. */
export function siblingNeeds(
  states: readonly PoolHeading[],
  { poolId }: PoolName,
  now: Temporal.Instant,
): readonly SiblingNeed[] {
  return states.flatMap(({ poolId: asking, sibling }): readonly SiblingNeed[] => {
    if (sibling === undefined || sibling.pool.toLowerCase() !== poolId.toLowerCase()) return [];
    return isBefore(sibling.at.add(OLDEST), now) ? [] : [{ poolId: asking, nodes: sibling.nodes }];
  });
}
