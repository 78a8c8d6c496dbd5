import type { ArmPoolIdentity } from '../../wire/arm-pool.ts';
import type { WirePool } from '../../wire/pool.ts';
import { isSince, UPGRADE_POLICY_SINCE } from '../http/api-versions.ts';
import type { Pool } from '../world/world.ts';
import { dataPlaneUrl } from './data-plane-url.ts';
import type { Viewer } from './node-view.ts';
import { toDataPlaneSettings } from './pool-settings.ts';
import { startTaskMember } from './start-task-view.ts';
import { shownVmSize } from './vm-size.ts';
import { withoutSecrets } from './without-secrets.ts';

/** A pool as the data plane shows it: the settings of the management plane under their other names. */
export function toWirePool(pool: Pool, { baseUrl, version }: Viewer): WirePool {
  const { settings, resize, identity } = pool;
  const { upgradePolicy, ...shown } = withoutSecrets(toDataPlaneSettings(settings));
  return {
    ...shown,
    id: pool.id,
    url: dataPlaneUrl(baseUrl, 'pools', pool.id),
    eTag: pool.eTag,
    lastModified: pool.lastModified,
    creationTime: pool.creationTime,
    state: pool.state,
    stateTransitionTime: pool.stateTransitionTime,
    allocationState: pool.allocationState,
    allocationStateTransitionTime: pool.allocationStateTransitionTime,
    vmSize: shownVmSize(pool),
    ...startTaskMember(pool),
    currentDedicatedNodes: nodesOf(pool, 'dedicated'),
    currentLowPriorityNodes: nodesOf(pool, 'lowPriority'),
    ...scaleOf(pool),
    ...(pool.allocationState === 'steady' && resize.errors.length > 0 && { resizeErrors: resize.errors }),
    enableInterNodeCommunication: settings.interNodeCommunication === 'Enabled',
    taskSlotsPerNode: settings.taskSlotsPerNode ?? 1,
    // The values of the fill type as in recorded answers, which differ from the specification.
    taskSchedulingPolicy: { ...(shown['taskSchedulingPolicy'] as object | undefined), nodeFillType: fillTypeOf(pool) },
    ...(settings.upgradePolicy !== undefined &&
      isSince(version, UPGRADE_POLICY_SINCE.data) && { upgradePolicy: settings.upgradePolicy }),
    ...(identity !== undefined && { identity: toWireIdentity(identity) }),
  };
}

function fillTypeOf({ settings: { taskSchedulingPolicy } }: Pool): 'Pack' | 'Spread' {
  return taskSchedulingPolicy?.nodeFillType.toLowerCase() === 'pack' ? 'Pack' : 'Spread';
}

/** The number of nodes of a kind that a pool has, whatever their state. */
export function nodesOf(pool: Pool, kind: keyof Pool['counts']): number {
  return [...pool.counts[kind].values()].reduce((sum, count) => sum + count, 0);
}

function scaleOf({ settings: { scaleSettings } }: Pool) {
  const { autoScale, fixedScale } = scaleSettings ?? {};
  if (autoScale !== undefined) {
    return {
      enableAutoScale: true,
      autoScaleFormula: autoScale.formula,
      autoScaleEvaluationInterval: autoScale.evaluationInterval ?? 'PT15M',
    };
  }
  return {
    enableAutoScale: false,
    resizeTimeout: fixedScale?.resizeTimeout ?? 'PT15M',
    targetDedicatedNodes: fixedScale?.targetDedicatedNodes ?? 0,
    targetLowPriorityNodes: fixedScale?.targetLowPriorityNodes ?? 0,
  };
}

/** The management plane has the identities as a map, the data plane as a list. */
function toWireIdentity({ type, userAssignedIdentities }: ArmPoolIdentity): Readonly<Record<string, unknown>> {
  const identities = Object.keys(userAssignedIdentities ?? {}).map((resourceId) => ({ resourceId }));
  return { type, ...(identities.length > 0 && { userAssignedIdentities: identities }) };
}
