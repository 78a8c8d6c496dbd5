import { matchesGlob } from '../glob.ts';
import type { PoolName } from '../pool/pool-name.ts';

/**
 * Does a pattern of a policy name this pool? `*` matches any run of characters; `account/pool` names a pool of that
 * account only. Letter case does not matter, as in Batch: "The ID is case-preserving and case-insensitive"
 * (https://learn.microsoft.com/rest/api/batchservice/pools/create-pool, api-version 2024-07-01.20.0).
 */
export function matchesPool(pattern: string, pool: PoolName): boolean {
  const name = pattern.includes('/') ? `${pool.account}/${pool.poolId}` : pool.poolId;
  return matchesGlob(pattern, name);
}

/** How narrowly a pattern names pools; the larger wins: one without `*` before any with it, then the one with more letters. */
export function specificityOf(pattern: string): number {
  const letters = pattern.replaceAll('*', '').length;
  return pattern.includes('*') ? letters : letters + Number.MAX_SAFE_INTEGER / 2;
}
