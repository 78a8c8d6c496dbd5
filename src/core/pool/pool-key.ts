import type { PoolName } from './pool-name.ts';

/** The same for a pool in any letter case, as ids of Batch are "case-preserving and case-insensitive". */
export function poolKey({ account, poolId }: PoolName): string {
  return `${account}/${poolId.toLowerCase()}`;
}
