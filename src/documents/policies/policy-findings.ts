import { choosePolicy } from '../../core/policy/choose-policy.ts';
import { coversPattern, poolsNamedByBoth } from '../../core/policy/pattern-overlap.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { specificityOf } from '../../core/policy/pool-pattern.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { DocumentFinding } from '../fields/document-finding.ts';
import { circleFindings } from './dependency-findings.ts';
import { effectFindings } from './effect-findings.ts';
import { ladderFindings } from './ladder-findings.ts';
import { orderFindings } from './order-findings.ts';
import type { PolicyFinding } from './policy-finding.ts';

/** Findings about one policy by itself: its parts that have no effect. */
export function findingsOfPolicy(policy: Policy): readonly PolicyFinding[] {
  return [...ladderFindings(policy), ...orderFindings(policy), ...effectFindings(policy)];
}

type NamingPolicy = Pick<Policy, 'id' | 'pools' | 'dependsOn'>;

/**
 * Findings about several policies: two that name a pool equally narrowly, so that it is left alone; patterns all of whose
 * pools another policy names more narrowly; and circles of dependencies.
 */
export function policyFindings(policies: readonly NamingPolicy[]): readonly PolicyFinding[] {
  return policies.flatMap((policy, index) => [
    ...othersThan(policy, policies.slice(0, index)).flatMap((earlier) => overlaps(policy, earlier, policies)),
    ...othersThan(policy, policies).flatMap((other) => shadowed(policy, other)),
    ...circleFindings(policy, policies),
  ]);
}

/** Two policies with the same id are a separate fault. */
function othersThan({ id }: NamingPolicy, policies: readonly NamingPolicy[]): readonly NamingPolicy[] {
  return policies.filter((other) => other.id !== id);
}

/** At most one finding for two policies: the first pattern that always causes a doubt, or else the first that may. */
function overlaps(
  policy: NamingPolicy,
  other: NamingPolicy,
  policies: readonly NamingPolicy[],
): readonly PolicyFinding[] {
  const found = policy.pools.flatMap((pattern, index) =>
    other.pools.flatMap((theirs): readonly PolicyFinding[] => {
      if (specificityOf(theirs) !== specificityOf(pattern)) return [];
      const pool = poolsNamedByBoth(pattern, theirs).find((one) => isInDoubt(one, policies));
      const what = { path: `$.pools[${index}]`, rule: 'policies-overlap', policyId: policy.id };
      return pool === undefined ? [] : [{ ...what, ...describeOverlap({ pattern, theirs, pool, other }) }];
    }),
  );
  return [...found.filter(({ severity }) => severity === 'error'), ...found].slice(0, 1);
}

interface Overlap {
  readonly pattern: string;
  readonly theirs: string;
  readonly pool: PoolName;
  readonly other: NamingPolicy;
}

function describeOverlap({ pattern, theirs, pool, other }: Overlap): Pick<DocumentFinding, 'severity' | 'message'> {
  const isSame = coversPattern(pattern, theirs) && coversPattern(theirs, pattern);
  if (isSame) {
    const message = `the policy "${other.id}" names "${theirs}" equally narrowly: these pools are left alone`;
    return { severity: 'error', message };
  }
  const named = [pattern, theirs].some((one) => one.includes('/')) ? `${pool.account}/${pool.poolId}` : pool.poolId;
  const message = `"${theirs}" of the policy "${other.id}" is equally narrow: a pool that both name, such as "${named}", is left alone`;
  return { severity: 'warning', message };
}

function isInDoubt(pool: PoolName, policies: readonly NamingPolicy[]): boolean {
  return choosePolicy({ ...pool, metadata: new Map() }, policies).kind === 'doubt';
}

function shadowed({ id, pools }: NamingPolicy, other: NamingPolicy): readonly PolicyFinding[] {
  return pools.flatMap((pattern, index): readonly PolicyFinding[] => {
    const above = other.pools.find(
      (theirs) => specificityOf(theirs) > specificityOf(pattern) && coversPattern(theirs, pattern),
    );
    if (above === undefined) return [];
    const message = `"${above}" of the policy "${other.id}" names every pool that "${pattern}" does, more narrowly: this never counts`;
    return [{ policyId: id, severity: 'advice', path: `$.pools[${index}]`, rule: 'pattern-shadowed', message }];
  });
}
