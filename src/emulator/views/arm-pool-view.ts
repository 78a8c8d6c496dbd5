import type {
  ArmPool,
  ArmPoolProperties,
  ArmPoolStatus,
  ArmResizeStatus,
  ArmScaleSettings,
} from '../../wire/arm-pool.ts';
import { isManagementSince, UPGRADE_POLICY_SINCE } from '../http/api-versions.ts';
import type { Account, Pool, ResizeError } from '../world/world.ts';
import { armAccountId } from './arm-account-view.ts';
import { nodesOf } from './pool-view.ts';
import { withoutSecrets } from './without-secrets.ts';

/** A pool as a version of the management plane shows it. */
export function toArmPool(account: Account, pool: Pool, version: string | undefined): ArmPool {
  const { upgradePolicy, ...settings } = pool.settings;
  const properties: ArmPoolProperties & ArmPoolStatus = {
    interNodeCommunication: 'Disabled',
    taskSlotsPerNode: 1,
    taskSchedulingPolicy: { nodeFillType: 'Spread' },
    ...withoutSecrets(settings),
    ...(settings.scaleSettings !== undefined && { scaleSettings: scaleShown(settings.scaleSettings) }),
    ...(upgradePolicy !== undefined &&
      isManagementSince(version, UPGRADE_POLICY_SINCE.management) && { upgradePolicy }),
    ...(settings.scaleSettings?.autoScale === undefined && { resizeOperationStatus: toResizeStatus(pool) }),
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
    ...(pool.tags !== undefined && isManagementSince(version, '2024-07-01') && { tags: pool.tags }),
    properties,
  };
}

/** The option for the tasks of a resize is part of requests only, and never shown. */
function scaleShown({ fixedScale, ...rest }: ArmScaleSettings): ArmScaleSettings {
  const { nodeDeallocationOption: _, ...shown } = fixedScale ?? {};
  return { ...rest, ...(fixedScale !== undefined && { fixedScale: shown }) };
}

/** "Details of any errors … set only … when the pool allocationState is Steady" (ResizeOperationStatus, 2025-06-01). */
function toResizeStatus({ resize, allocationState }: Pool): ArmResizeStatus {
  return {
    targetDedicatedNodes: resize.targetDedicatedNodes,
    targetLowPriorityNodes: resize.targetLowPriorityNodes,
    resizeTimeout: resize.timeout,
    nodeDeallocationOption: DEALLOCATION_OPTIONS[resize.option],
    startTime: resize.startTime,
    ...(allocationState === 'steady' && resize.errors.length > 0 && { errors: resize.errors.map(toArmError) }),
  };
}

const DEALLOCATION_OPTIONS = {
  requeue: 'Requeue',
  terminate: 'Terminate',
  taskcompletion: 'TaskCompletion',
  retaineddata: 'RetainedData',
} as const;

/** The ETag of a pool in the format of the management plane. */
export function armEntityTag({ eTag }: Pool): string {
  return `W/"${eTag}"`;
}

const ALLOCATION_STATES = { steady: 'Steady', resizing: 'Resizing', stopping: 'Stopping' } as const;

/** The management plane shows the values of an error as details with the name as their code. */
function toArmError({ code, message, values = [] }: ResizeError) {
  const details = values.map(({ name, value }) => ({ code: name, message: value }));
  return { code, message, ...(details.length > 0 && { details }) };
}
