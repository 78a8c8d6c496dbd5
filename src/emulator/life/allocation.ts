import type { Pool, ResizeError, World } from '../world/world.ts';
import { allocatable } from './capacity.ts';
import { grantDedicated } from './quota.ts';

/** On purpose: the most nodes of all pools together, because each one takes memory. In Azure, a quota is reached before. */
export const MOST_NODES = 200_000;

/** How many nodes a pool may add within quota and capacity; if fewer than requested, the pool gets a resize error. */
export function grantNodes(
  world: World,
  pool: Pool,
  { isDedicated, wanted }: { readonly isDedicated: boolean; readonly wanted: number },
): number {
  const withinMemory = Math.min(wanted, Math.max(0, MOST_NODES - nodesIn(world)));
  const withinQuota = isDedicated ? grantDedicated(world, pool, withinMemory) : withinMemory;
  if (withinMemory < wanted) pool.resize.errors = [...pool.resize.errors, TOO_MANY];
  return allocatable(world, pool, { isDedicated, wanted: withinQuota });
}

const TOO_MANY: ResizeError = {
  code: 'AllocationFailed',
  message: `The emulator has at most ${MOST_NODES} nodes`,
};

function nodesIn({ accounts }: World): number {
  const pools = [...accounts.values()].flatMap((account) => [...account.pools.values()]);
  return pools.reduce((sum, { nodes }) => sum + nodes.size, 0);
}
