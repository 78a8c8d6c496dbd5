import type { PoolName } from '../../core/pool/pool-name.ts';
import type { PoolFacts } from '../../core/pool/snapshot.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import { AppError, accountsUnsearched } from '../../ports/errors.ts';

/**
 * Checks that the app manages an account.
 * @throws AppError AccountNotFound; BatchUnavailable while the accounts could not all be searched for
 */
export function requireAccount({ batch }: HasBatchReader, account: string): void {
  if (batch.accounts.includes(account)) return;
  if (!batch.accountsAreComplete) throw accountsUnsearched(account);
  // The others are not named: the caller may have a role for some accounts alone.
  throw new AppError('AccountNotFound', `No account '${account}' is configured; GET /api/accounts lists them.`);
}

/** An existing pool, in the spelling of Batch. @throws AppError AccountNotFound, PoolNotFound */
export async function requirePool(ports: HasBatchReader, pool: PoolName): Promise<PoolFacts> {
  requireAccount(ports, pool.account);
  const facts = await ports.batch.getPool(pool);
  if (facts === undefined) throw poolNotFound(pool);
  return facts;
}

/** The problem for a pool that does not exist. */
export function poolNotFound({ account, poolId }: PoolName): AppError {
  return new AppError(
    'PoolNotFound',
    `The account '${account}' has no pool '${poolId}'; GET /api/accounts/${account}/pools lists them.`,
  );
}
