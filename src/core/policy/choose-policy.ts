import type { PoolName } from '../pool/pool-name.ts';
import { matchesPool, specificityOf } from './pool-pattern.ts';

/** The metadata of a pool that names its policy, or excludes the pool with `none`. */
export const POLICY_METADATA = 'lamplighter.policy';

/**
 * The policy of a pool, and how it was chosen; `none` if no policy applies; or `doubt` if a policy may apply and it is not
 * known which. In doubt the pool is left alone, and somebody should look.
 */
export type PolicyChoice =
  | { readonly kind: 'policy'; readonly policyId: string; readonly because: string }
  | { readonly kind: 'none'; readonly reason: string }
  | { readonly kind: 'doubt'; readonly reason: string };

/** A pool for which a policy is chosen. */
export interface PolicySubject extends PoolName {
  readonly metadata: ReadonlyMap<string, string>;
}

/** The parts of a policy that are needed to choose one. */
export interface PolicyHeading {
  readonly id: string;
  /** `undefined` if the policy cannot be parsed as far as its pools. */
  readonly pools: readonly string[] | undefined;
  /** Why the policy cannot be used; `undefined` if it can. */
  readonly fault?: string | undefined;
}

/**
 * Chooses the policy of a pool: first by the pool's own metadata, then by the most specific pattern. The result is `none` if
 * the metadata says so, or if no pattern matches. It is `doubt` if the metadata names a policy that does not exist, if two
 * policies match equally well, or if a policy that cannot be parsed matches or may match.
 */
export function choosePolicy(pool: PolicySubject, policies: readonly PolicyHeading[]): PolicyChoice {
  const named = pool.metadata.get(POLICY_METADATA);
  if (named === undefined) return chooseByPattern(pool, policies);
  if (named === 'none') return none(`the pool's metadata ${POLICY_METADATA} is "none"`);
  const policy = policies.find(({ id }) => id === named);
  if (policy === undefined) {
    return doubt(`the pool's metadata ${POLICY_METADATA} names the policy "${named}", which does not exist`);
  }
  return policy.fault === undefined
    ? { kind: 'policy', policyId: named, because: `the pool's metadata ${POLICY_METADATA}` }
    : doubt(unreadable(policy));
}

interface Match {
  readonly policyId: string;
  readonly pattern: string;
  readonly specificity: number;
}

function chooseByPattern(pool: PoolName, policies: readonly PolicyHeading[]): PolicyChoice {
  const doubtful = policies.find((policy) => policy.fault !== undefined && mayName(policy, pool));
  if (doubtful !== undefined) return doubt(unreadable(doubtful));
  const matches = policies
    .flatMap((policy) => bestMatch(policy, pool))
    .toSorted((a, b) => b.specificity - a.specificity || (a.policyId < b.policyId ? -1 : 1));
  const [best, second] = matches;
  if (best === undefined) return none('no policy names the pool');
  if (second?.specificity === best.specificity) {
    return doubt(
      `the policies "${best.policyId}" and "${second.policyId}" name the pool equally well: make one narrower`,
    );
  }
  return { kind: 'policy', policyId: best.policyId, because: `the pattern "${best.pattern}"` };
}

function mayName(policy: PolicyHeading, pool: PoolName): boolean {
  return policy.pools === undefined || policy.pools.some((pattern) => matchesPool(pattern, pool));
}

/** The first of the most specific patterns that name the pool. */
function bestMatch(policy: PolicyHeading, pool: PoolName): readonly Match[] {
  let best: Match | undefined;
  for (const pattern of policy.pools ?? []) {
    if (!matchesPool(pattern, pool)) continue;
    const specificity = specificityOf(pattern);
    if (best === undefined || specificity > best.specificity) best = { policyId: policy.id, pattern, specificity };
  }
  return best === undefined ? [] : [best];
}

function unreadable({ id, fault }: PolicyHeading): string {
  return `the policy "${id}" can't be read: ${fault}`;
}

function doubt(reason: string): PolicyChoice {
  return { kind: 'doubt', reason };
}

function none(reason: string): PolicyChoice {
  return { kind: 'none', reason };
}
