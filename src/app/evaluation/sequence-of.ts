import type { Documents } from '../../core/plan/documents.ts';
import { effectivePolicyFor } from '../../core/plan/effective-policy.ts';
import { type FollowingPool, NO_SEQUENCE, type PrecedingPool, type Sequence } from '../../core/plan/input/sequence.ts';
import { matchesPool } from '../../core/policy/pool-pattern.ts';
import { isReadyState, type NodeState } from '../../core/pool/node-state.ts';
import type { NodeSnapshot, PoolFacts } from '../../core/pool/snapshot.ts';
import { type Amount, nodesIn } from '../../core/schedule/amount.ts';
import { describeError } from '../../core/text/describe-error.ts';
import type { HasBatchReader } from '../../ports/batch.ts';

/**
 * Reads the pools on which a pool depends, and those that depend on it: a list of nodes for each, and the pools of the account
 * if some policy depends on it. What cannot be read counts as not known, and then no node goes off.
 */
export async function sequenceOf(
  ports: HasBatchReader,
  facts: PoolFacts,
  { documents, nodes }: { readonly documents: Documents; readonly nodes: readonly NodeSnapshot[] },
): Promise<Sequence> {
  const effective = effectivePolicyFor(facts, documents);
  const dependsOn = effective.kind === 'policy' ? effective.policy.dependsOn : [];
  const depending = dependingPolicies(facts, documents);
  if (dependsOn.length === 0 && depending.size === 0) return NO_SEQUENCE;
  const [preceding, following] = await Promise.all([
    Promise.all(dependsOn.map((pool) => precedingPool(ports, facts, pool))),
    depending.size === 0
      ? []
      : followingPools(ports, facts, { documents, poolSize: dedicatedIn(nodes).length, depending }),
  ]);
  return { preceding, following };
}

/** How many nodes each policy requires of a pool on which it depends; `undefined` if the policy cannot be parsed. */
type Depending = ReadonlyMap<string, Amount | undefined>;

function dependingPolicies({ poolId }: PoolFacts, { policies }: Documents): Depending {
  const isMeant = (id: string) => id.toLowerCase() === poolId.toLowerCase();
  const depending = new Map<string, Amount | undefined>();
  for (const [id, policy] of policies) {
    if ('value' in policy) {
      const found = policy.value.dependsOn.find(({ pool }) => isMeant(pool));
      if (found !== undefined) depending.set(id, found.ready);
    } else if (policy.dependsOn?.some(isMeant) !== false) depending.set(id, undefined);
  }
  return depending;
}

async function precedingPool(
  { batch }: HasBatchReader,
  { account }: PoolFacts,
  { pool: poolId, ready }: { readonly pool: string; readonly ready: Amount },
): Promise<PrecedingPool> {
  try {
    const listed = await batch.listNodes({ account, poolId });
    // A pool that does not exist is never ready, and needs no other pool.
    const all = dedicatedIn(listed ?? []);
    const needed = Math.max(1, nodesIn(ready, all.length));
    return { poolId, needed, ready: all.filter(({ state }) => isReadyState(state)).length, unknown: undefined };
  } catch (error) {
    return { poolId, needed: 0, ready: 0, unknown: describeError(error) };
  }
}

/** Spot nodes can be preempted: no pool can depend on them. */
function dedicatedIn(nodes: readonly NodeSnapshot[]): readonly NodeSnapshot[] {
  return nodes.filter(({ dedicated }) => dedicated === true);
}

interface Followers {
  readonly documents: Documents;
  /** Of the pool on which they depend, without Spot nodes. */
  readonly poolSize: number;
  readonly depending: Depending;
}

async function followingPools(
  ports: HasBatchReader,
  facts: PoolFacts,
  followers: Followers,
): Promise<readonly FollowingPool[]> {
  try {
    const pools = await ports.batch.listPools(facts.account);
    const others = pools.filter(({ poolId }) => poolId.toLowerCase() !== facts.poolId.toLowerCase());
    return (await Promise.all(others.map((pool) => followingPool(ports, pool, followers)))).flat();
  } catch (error) {
    return [{ poolId: 'that depends on it', on: 0, needs: 0, unknown: describeError(error) }];
  }
}

async function followingPool(
  { batch }: HasBatchReader,
  pool: PoolFacts,
  { documents, poolSize, depending }: Followers,
): Promise<readonly FollowingPool[]> {
  const held = effectivePolicyFor(pool, documents);
  if (held.kind !== 'policy')
    return held.kind === 'doubt' && isPerhapsMeant(pool, documents, depending) ? [unknownPool(pool, held.reason)] : [];
  const ready = depending.get(held.policy.id);
  if (ready === undefined) return [];
  try {
    const listed = (await batch.listNodes(pool)) ?? [];
    const taking = listed.filter(({ dedicated }) => dedicated !== false || !held.policy.protect.spot);
    const on = taking.filter(({ state }) => !OFF.has(state)).length;
    return [{ poolId: pool.poolId, on, needs: Math.max(1, nodesIn(ready, poolSize)), unknown: undefined }];
  } catch (error) {
    return [unknownPool(pool, describeError(error))];
  }
}

/** A node that is still deallocating may still use other pools. */
const OFF: ReadonlySet<NodeState> = new Set(['deallocated', 'preempted', 'leavingpool']);

/** The policy of a pool in doubt may be one that depends on this pool. */
function isPerhapsMeant(pool: PoolFacts, { policies }: Documents, depending: Depending): boolean {
  return [...depending.keys()].some((id) => {
    const policy = policies.get(id);
    const patterns = policy === undefined ? [] : 'value' in policy ? policy.value.pools : policy.pools;
    return patterns === undefined || patterns.some((pattern) => matchesPool(pattern, pool));
  });
}

function unknownPool({ poolId }: PoolFacts, unknown: string): FollowingPool {
  return { poolId, on: 0, needs: 0, unknown };
}
