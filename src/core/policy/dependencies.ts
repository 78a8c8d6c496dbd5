import { matchesGlob } from '../glob.ts';
import type { Policy } from './policy.ts';
import { specificityOf } from './pool-pattern.ts';

/** The parts of a policy that define the order of pools. */
export type DependingPolicy = Pick<Policy, 'id' | 'pools' | 'dependsOn'>;

/**
 * The cycle that a policy creates with one of the pools on which it depends, as pool ids from it back to itself; `undefined` if
 * there is none. Pools in a cycle would wait for each other for ever. Accounts are not distinguished, and the metadata of pools
 * is not known here.
 */
export function dependencyCircle(
  policy: DependingPolicy,
  poolId: string,
  policies: readonly DependingPolicy[],
): readonly string[] | undefined {
  const all = [...policies.filter(({ id }) => id !== policy.id), policy];
  const seen = new Set<string>();
  const walk = (id: string): readonly string[] | undefined => {
    const holding = policyOf(id, all);
    if (holding?.id === policy.id) return [id];
    if (holding === undefined || seen.has(id.toLowerCase())) return undefined;
    seen.add(id.toLowerCase());
    for (const { pool } of holding.dependsOn) {
      const rest = walk(pool);
      if (rest !== undefined) return [id, ...rest];
    }
    return undefined;
  };
  return walk(poolId);
}

/** The policy with the most specific pattern for a pool of any account. */
function policyOf(poolId: string, policies: readonly DependingPolicy[]): DependingPolicy | undefined {
  return policies
    .flatMap((policy) =>
      policy.pools
        .filter((pattern) => matchesGlob(pattern.split('/').at(-1) ?? pattern, poolId))
        .map((pattern) => ({ policy, specificity: specificityOf(pattern) })),
    )
    .toSorted((a, b) => b.specificity - a.specificity)[0]?.policy;
}
