import type { Temporal } from 'temporal-polyfill';
import { type CountedPool, judgeCounts } from '../../core/health/judge-counts.ts';
import type { HealthStatus } from '../../core/health/judge-pool.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { HasPoolStateReader } from '../../ports/pool-states.ts';
import type { DocumentSources } from '../documents/read-documents.ts';
import { describePools, type PoolDescription } from '../pools/describe-pools.ts';

/** The health of the pools of an account, from the states of their nodes. */
export interface AccountHealth {
  readonly at: Temporal.Instant;
  /** That of its worst pool. */
  readonly status: HealthStatus;
  /** Each pool that has a policy, or may have one, the worst first. */
  readonly pools: readonly { readonly poolId: string; readonly status: HealthStatus; readonly output: string }[];
}

const WORST_FIRST: readonly HealthStatus[] = ['fail', 'warn', 'pass'];

/**
 * The health of all pools of an account. It needs only the lists of the account, whatever the number of pools.
 * @throws AppError AccountNotFound
 */
export async function describeAccountHealth(
  ports: DocumentSources & HasBatchReader & HasPoolStateReader,
  account: string,
): Promise<AccountHealth> {
  const described = await describePools(ports, account);
  const pools = described
    .filter(({ policy, isInDoubt }) => policy !== undefined || isInDoubt)
    .map((pool) => ({ poolId: pool.facts.poolId, ...judgeCounts(countedPool(pool)) }))
    .toSorted((a, b) => WORST_FIRST.indexOf(a.status) - WORST_FIRST.indexOf(b.status));
  return { at: await ports.clock.now(), status: pools[0]?.status ?? 'pass', pools };
}

function countedPool(pool: PoolDescription): CountedPool {
  return { counts: pool.counts, min: minOf(pool), doubt: pool.isInDoubt ? pool.reason : undefined };
}

/** Only a policy with the mode `enforce` is responsible for nodes that are missing. */
function minOf({ policy, capacity }: PoolDescription): number | undefined {
  return policy?.mode === 'enforce' ? capacity?.now.min : undefined;
}
