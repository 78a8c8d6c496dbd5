import type { PoolName } from '../pool/pool-name.ts';
import { matchesPool, specificityOf } from './pool-pattern.ts';

/** The pool's own metadata that names its policy, or keeps it out with `none`. */
export const POLICY_METADATA = 'lamplighter.policy';

/**
 * The policy that a pool gets and what gave it; or that it is none of our business (`none`); or that it might be, but
 * which policy is meant is not known (`doubt`), so that it is left alone and somebody should look.
 */
export type PolicyChoice =
  | { readonly kind: 'policy'; readonly policyId: string; readonly because: string }
  | { readonly kind: 'none'; readonly reason: string }
  | { readonly kind: 'doubt'; readonly reason: string };

/** A pool that may take part. */
export interface PolicySubject extends PoolName {
  readonly metadata: ReadonlyMap<string, string>;
}

/** What has to be known of each policy to choose one. */
export interface PolicyHeading {
  readonly id: string;
  /** `undefined` in a policy that can't be read so far as to say which pools it names. */
  readonly pools: readonly string[] | undefined;
  /** Why the policy can't be used; `undefined` in a sound one. */
  readonly fault?: string | undefined;
}

/**
 * Chooses the policy of a pool. Its own metadata comes first, then the policy with the most specific pattern. It gets none
 * where metadata says `none` or no pattern matches. It is in doubt where metadata names no policy there is, where two
 * policies match it equally well, and where a policy that can't be read names it or may name it.
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

function bestMatch(policy: PolicyHeading, pool: PoolName): readonly Match[] {
  return (policy.pools ?? [])
    .filter((pattern) => matchesPool(pattern, pool))
    .map((pattern) => ({ policyId: policy.id, pattern, specificity: specificityOf(pattern) }))
    .toSorted((a, b) => b.specificity - a.specificity)
    .slice(0, 1);
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
