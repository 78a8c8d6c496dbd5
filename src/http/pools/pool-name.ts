import type { PoolName } from '../../core/pool/pool-name.ts';

/** The pool in a path. */
export function toPoolName({ account, pool }: { readonly account: string; readonly pool: string }): PoolName {
  return { account, poolId: pool };
}

/** The same text for a pool in any letter case. */
export function toPoolKey({ account, pool }: { readonly account: string; readonly pool: string }): PoolName {
  return { account, poolId: pool.toLowerCase() };
}
