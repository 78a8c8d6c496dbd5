import { allocatable } from './capacity.ts';
import { grantDedicated } from './quota.ts';
import type { Pool, World } from './world.ts';

/** How many nodes a pool may add within quota and capacity; if fewer than requested, the pool gets a resize error. */
export function grantNodes(
  world: World,
  pool: Pool,
  { isDedicated, wanted }: { readonly isDedicated: boolean; readonly wanted: number },
): number {
  const withinQuota = isDedicated ? grantDedicated(world, pool, wanted) : wanted;
  return allocatable(world, pool, { isDedicated, wanted: withinQuota });
}
