import type { PoolName } from '../pool/pool-name.ts';
import { remember, rememberOf } from '../remember.ts';
import { patternsByBeginning } from './patterns-by-beginning.ts';
import type { PolicyHeading } from './policy-heading.ts';

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

/**
 * Chooses the policy of a pool: first by the pool's own metadata, then by the most specific pattern. The result is `none` if
 * the metadata says so, or if no pattern matches. It is `doubt` if the metadata names a policy that does not exist, if two
 * policies match equally well, or if a policy that cannot be parsed matches or may match.
 */
export function choosePolicy(pool: PolicySubject, policies: readonly PolicyHeading[]): PolicyChoice {
  const named = pool.metadata.get(POLICY_METADATA);
  if (named === undefined) return choicesOf(policies)(`${pool.account}/${pool.poolId}`);
  if (named === 'none') return none(`the pool's metadata ${POLICY_METADATA} is "none"`);
  const policy = policies.find(({ id }) => id === named);
  if (policy === undefined) {
    return doubt(`the pool's metadata ${POLICY_METADATA} names the policy "${named}", which does not exist`);
  }
  return policy.fault === undefined
    ? { kind: 'policy', policyId: named, because: `the pool's metadata ${POLICY_METADATA}` }
    : doubt(unreadable(policy));
}

interface PatternIndex {
  /** The first policy whose patterns cannot be parsed: it may name any pool. */
  readonly mayNameAny: { readonly policy: PolicyHeading; readonly place: number } | undefined;
  readonly naming: ReturnType<typeof patternsByBeginning>;
}

function chooseByPattern(pool: PoolName, { mayNameAny, naming }: PatternIndex): PolicyChoice {
  const patterns = naming(pool);
  const named = patterns.find(({ policy }) => policy.fault !== undefined);
  const doubtful = [mayNameAny, named].flatMap((one) => one ?? []).toSorted((a, b) => a.place - b.place)[0];
  if (doubtful !== undefined) return doubt(unreadable(doubtful.policy));
  const [best, ...others] = patterns.toSorted(
    (a, b) => b.specificity - a.specificity || (a.policy.id < b.policy.id ? -1 : Number(a.policy.id > b.policy.id)),
  );
  if (best === undefined) return none('no policy names the pool');
  const second = others.find(({ policy }) => policy.id !== best.policy.id);
  if (second?.specificity === best.specificity) {
    return doubt(
      `the policies "${best.policy.id}" and "${second.policy.id}" name the pool equally well: make one narrower`,
    );
  }
  return { kind: 'policy', policyId: best.policy.id, because: `the pattern "${best.pattern}"` };
}

/** So many pools of a tick are chosen for once until a policy changes. */
const MOST_CHOICES = 20_000;

/** Each tick chooses for every pool, and the policies seldom change. */
const choicesOf = rememberOf((policies: readonly PolicyHeading[]) => {
  const place = policies.findIndex(({ pools, fault }) => pools === undefined && fault !== undefined);
  const policy = policies[place];
  const index = { mayNameAny: policy && { policy, place }, naming: patternsByBeginning(policies) };
  return remember((name: string) => chooseByPattern(poolNamed(name), index), MOST_CHOICES);
});

/** The name of an account has no slash. */
function poolNamed(name: string): PoolName {
  const slash = name.indexOf('/');
  return { account: name.slice(0, slash), poolId: name.slice(slash + 1) };
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
