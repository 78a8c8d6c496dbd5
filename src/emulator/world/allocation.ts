import { allocatable } from './capacity.ts';
import { grantDedicated } from './quota.ts';
import type { Pool, World } from './world.ts';

/** How many of the nodes that a pool wants to add it gets, by quota and capacity; the pool's resize says what is missing. */
export function grantNodes(
  world: World,
  pool: Pool,
  { isDedicated, wanted }: { readonly isDedicated: boolean; readonly wanted: number },
): number {
  const withinQuota = isDedicated ? grantDedicated(world, pool, wanted) : wanted;
  return allocatable(world, pool, { isDedicated, wanted: withinQuota });
}
