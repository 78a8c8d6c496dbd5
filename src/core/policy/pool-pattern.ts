import { matchesGlob } from '../glob.ts';
import type { PoolName } from '../pool/pool-name.ts';

/**
 * Does a pattern of a policy match this pool? `*` matches any characters; `account/pool` matches a pool of that account only.
 * Letter case is ignored, as in Batch: "The ID is case-preserving and case-insensitive"
 * (https://learn.microsoft.com/rest/api/batchservice/pools/create-pool, api-version 2024-07-01.20.0).
 */
export function matchesPool(pattern: string, pool: PoolName): boolean {
  const name = pattern.includes('/') ? `${pool.account}/${pool.poolId}` : pool.poolId;
  return matchesGlob(pattern, name);
}

/**
 * How specific a pattern is; the larger number wins: a pattern without `*` before any with one, then the one with more
 * characters.
 */
export function specificityOf(pattern: string): number {
  const letters = pattern.replaceAll('*', '').length;
  return pattern.includes('*') ? letters : letters + Number.MAX_SAFE_INTEGER / 2;
}
