import type { WireNodeError } from '../../wire/node.ts';
import { happens } from './chance.ts';
import { exceedsQuota } from './quota.ts';
import type { Node, Pool, World } from './world.ts';

/**
 * Does a node that was started again find no place? Deallocation gives the machine's place back; whether there is one
 * later is left to the quota and to chance.
 */
export function startFails(world: World, pool: Pool, { previousState, isDedicated }: Node): boolean {
  if (previousState !== 'deallocated') return false;
  if (isDedicated && exceedsQuota(world, pool)) return true;
  const { share } = world.knobs.startFailure;
  return share > 0 && happens(world.chance, share);
}

// assumed: how Batch says that a start found no capacity is not established; the code is that of Azure Compute.
export const NO_CAPACITY: WireNodeError = {
  code: 'AllocationFailed',
  message: 'The node could not be started: there is no capacity for its size.',
};
