import type { CountStep } from '../glob.ts';
import type { PoolName } from '../pool/pool-name.ts';
import type { PolicyHeading } from './policy-heading.ts';
import { matchesPool, specificityOf } from './pool-pattern.ts';

/** A pattern of a policy that names a pool. */
export interface NamingPattern {
  readonly policy: PolicyHeading;
  /** The place of the policy in its list. */
  readonly place: number;
  readonly pattern: string;
  readonly specificity: number;
}

/**
 * Finds the patterns that name a pool, in the order of the policies. A pool is only compared with patterns that begin as its
 * name does, so that the choice of its policy does not cost more with each policy for other pools. `count` counts the
 * comparisons.
 */
export function patternsByBeginning(
  policies: readonly PolicyHeading[],
): (pool: PoolName, count?: CountStep) => readonly NamingPattern[] {
  const byBeginning = new Map<string, NamingPattern[]>();
  for (const [place, policy] of policies.entries())
    for (const pattern of policy.pools ?? []) {
      const beginning = beginningOf(pattern);
      const others = byBeginning.get(beginning);
      const naming = { policy, place, pattern, specificity: specificityOf(pattern) };
      if (others === undefined) byBeginning.set(beginning, [naming]);
      else others.push(naming);
    }
  const lengths = [...new Set([...byBeginning.keys()].map(({ length }) => length))];
  return (pool, count) => {
    const names = [pool.poolId, `${pool.account}/${pool.poolId}`].map((name) => name.toLowerCase());
    const beginnings = new Set(names.flatMap((name) => lengths.map((length) => name.slice(0, length))));
    return [...beginnings]
      .flatMap((beginning) => byBeginning.get(beginning) ?? [])
      .filter(({ pattern }) => {
        count?.();
        return matchesPool(pattern, pool);
      })
      .toSorted((a, b) => a.place - b.place);
  };
}

/** What every name that the pattern matches begins with. */
function beginningOf(pattern: string): string {
  const [beginning = ''] = pattern.toLowerCase().split('*', 1);
  return beginning;
}
