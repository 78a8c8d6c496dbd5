import type { WireNodeError } from '../../wire/node.ts';
import type { Shortage } from '../world/shortage.ts';
import { isInForce, isSame } from '../world/start-fault.ts';
import type { Node, Pool, ResizeError, World } from '../world/world.ts';

/** The shortage that prevents the allocation of a node of a pool now, if there is one. */
export function shortageFor(world: World, pool: Pool): Shortage | undefined {
  return world.shortages.find(
    (shortage) =>
      isSame(shortage.vmSize, pool.settings.vmSize) &&
      isInForce(shortage, world.now) &&
      allocated(world, shortage.vmSize) >= shortage.capacity,
  );
}

/** How many of the nodes that a pool wants to add can be allocated now; if fewer, the pool gets a resize error. */
export function allocatable(
  world: World,
  pool: Pool,
  { isDedicated, wanted }: { readonly isDedicated: boolean; readonly wanted: number },
): number {
  const room = world.shortages
    .filter((shortage) => isSame(shortage.vmSize, pool.settings.vmSize) && isInForce(shortage, world.now))
    .map(({ vmSize, capacity }) => capacity - allocated(world, vmSize));
  const granted = Math.max(0, Math.min(wanted, ...room));
  if (granted < wanted) pool.resize.errors = [...pool.resize.errors, allocationFailed(isDedicated)];
  return granted;
}

const NO_CAPACITY_SENTENCE =
  'Allocation failed. We do not have sufficient capacity for the requested VM size in this region.';

// assumed: how Batch says that a start found no capacity is not established; code and sentence are those of Azure Compute.
export const NO_CAPACITY: WireNodeError = { code: 'AllocationFailed', message: NO_CAPACITY_SENTENCE };

/**
 * Code, message and the name of the value as in https://learn.microsoft.com/troubleshoot/azure/hpc/batch/azure-batch-pool-resizing-failure;
 * assumed: the error inside it is that of Azure Compute, and Spot nodes are named as the page names dedicated ones.
 */
function allocationFailed(isDedicated: boolean): ResizeError {
  const inner = { error: { code: 'AllocationFailed', message: NO_CAPACITY_SENTENCE } };
  return {
    code: 'AllocationFailed',
    message: `Desired number of ${isDedicated ? 'dedicated' : 'low priority'} nodes could not be allocated`,
    values: [
      { name: 'Provider Error Json', value: JSON.stringify(inner) },
      { name: 'Provider Error Json Truncated', value: 'False' },
    ],
  };
}

/** Does a node hold a machine? A deallocated node, and one that is starting from there, does not. */
function holdsMachine({ state, previousState }: Node): boolean {
  return state !== 'deallocated' && !(state === 'starting' && previousState === 'deallocated');
}

function allocated(world: World, vmSize: string): number {
  const pools = [...world.accounts.values()].flatMap(({ pools }) => [...pools.values()]);
  return pools
    .filter(({ settings }) => isSame(settings.vmSize, vmSize))
    .reduce((sum, { nodes }) => sum + [...nodes.values()].filter(holdsMachine).length, 0);
}
