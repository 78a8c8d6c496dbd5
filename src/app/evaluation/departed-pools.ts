import type { PoolName } from '../../core/pool/pool-name.ts';
import type { PoolFacts } from '../../core/pool/snapshot.ts';
import type { PoolHeading } from '../../ports/pool-states.ts';

/**
 * The pools that Batch no longer lists, and whose last evaluation or request died: they were deleted before anybody found out
 * what it did. One more evaluation closes its open intents.
 */
export function departedPools(states: readonly PoolHeading[], listed: readonly PoolName[]): readonly PoolFacts[] {
  const unfinished = states.filter(({ acting }) => acting !== undefined);
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
