import type { PoolName } from '../../core/pool/pool-name.ts';
import type { PoolFacts } from '../../core/pool/snapshot.ts';
import type { PoolHeading } from '../../ports/pool-states.ts';

/**
 * The pools that Batch no longer lists, and of which something is still to be found out: what a dead evaluation or request did, or
 * the results of acts that Batch had accepted. One more evaluation closes the open intents and records the results.
 */
export function departedPools(states: readonly PoolHeading[], listed: readonly PoolName[]): readonly PoolFacts[] {
  const unfinished = states.filter(({ acting, hasPendingOperations }) => acting !== undefined || hasPendingOperations);
  if (unfinished.length === 0) return [];
  const ids = new Set(listed.map(({ poolId }) => poolId.toLowerCase()));
  return unfinished.filter(({ poolId }) => !ids.has(poolId.toLowerCase())).map(factsOf);
}

function factsOf({ account, poolId }: PoolName): PoolFacts {
  return {
    account,
    poolId,
    state: 'deleting',
    allocationState: 'unknown',
    autoScale: undefined,
    virtualMachineConfiguration: false,
    taskSlotsPerNode: undefined,
    metadata: new Map(),
    machine: undefined,
  };
}
