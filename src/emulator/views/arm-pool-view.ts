import type { ArmPool, ArmPoolProperties, ArmPoolStatus } from '../../wire/arm-pool.ts';
import type { Account, Pool } from '../world/world.ts';
import { armAccountId } from './arm-account-view.ts';
import { nodesOf } from './pool-view.ts';

/** A pool as the management plane shows it. */
export function toArmPool(account: Account, pool: Pool): ArmPool {
  const { settings } = pool;
  const properties: ArmPoolProperties & ArmPoolStatus = {
    interNodeCommunication: 'Disabled',
    taskSlotsPerNode: 1,
    taskSchedulingPolicy: { nodeFillType: 'Spread' },
    ...settings,
    creationTime: pool.creationTime,
    lastModified: pool.lastModified,
    provisioningState: pool.state === 'active' ? 'Succeeded' : 'Deleting',
    provisioningStateTransitionTime: pool.stateTransitionTime,
    allocationState: ALLOCATION_STATES[pool.allocationState],
    allocationStateTransitionTime: pool.allocationStateTransitionTime,
    currentDedicatedNodes: nodesOf(pool, 'dedicated'),
    currentLowPriorityNodes: nodesOf(pool, 'lowPriority'),
  };
  return {
    id: `${armAccountId(account)}/pools/${pool.id}`,
    name: pool.id,
    type: 'Microsoft.Batch/batchAccounts/pools',
    etag: armEntityTag(pool),
    ...(pool.identity !== undefined && { identity: pool.identity }),
    ...(pool.tags !== undefined && { tags: pool.tags }),
    properties,
  };
}

/** The entity tag of a pool as the management plane writes it. */
export function armEntityTag({ eTag }: Pool): string {
  return `W/"${eTag}"`;
}

const ALLOCATION_STATES = { steady: 'Steady', resizing: 'Resizing', stopping: 'Stopping' } as const;
