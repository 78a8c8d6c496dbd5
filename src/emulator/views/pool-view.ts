import type { WirePool } from '../../wire/pool.ts';
import type { Pool } from '../world/world.ts';
import { dataPlaneUrl } from './data-plane-url.ts';

/** A pool as the data plane shows it: the settings of the management plane under their other names. */
export function toWirePool(pool: Pool, baseUrl: string): WirePool {
  const { settings } = pool;
  const { virtualMachineConfiguration } = settings.deploymentConfiguration;
  return {
    id: pool.id,
    ...(settings.displayName !== undefined && { displayName: settings.displayName }),
    url: dataPlaneUrl(baseUrl, 'pools', pool.id),
    eTag: pool.eTag,
    lastModified: pool.lastModified,
    creationTime: pool.creationTime,
    state: pool.state,
    stateTransitionTime: pool.stateTransitionTime,
    allocationState: pool.allocationState,
    allocationStateTransitionTime: pool.allocationStateTransitionTime,
    vmSize: settings.vmSize,
    ...(virtualMachineConfiguration !== undefined && {
      virtualMachineConfiguration: toWireVirtualMachineConfiguration(virtualMachineConfiguration),
    }),
    currentDedicatedNodes: nodesOf(pool, 'dedicated'),
    currentLowPriorityNodes: nodesOf(pool, 'lowPriority'),
    ...scaleOf(pool),
    enableInterNodeCommunication: settings.interNodeCommunication === 'Enabled',
    taskSlotsPerNode: settings.taskSlotsPerNode ?? 1,
    taskSchedulingPolicy: { nodeFillType: fillType(pool) },
    ...(settings.metadata !== undefined && { metadata: settings.metadata }),
    ...(settings.startTask !== undefined && { startTask: settings.startTask }),
    ...(settings.upgradePolicy !== undefined && { upgradePolicy: settings.upgradePolicy }),
    ...(pool.identity !== undefined && { identity: { ...pool.identity } }),
  };
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

function fillType({ settings }: Pool): 'pack' | 'spread' {
  return settings.taskSchedulingPolicy?.nodeFillType === 'Pack' ? 'pack' : 'spread';
}

/** The data plane spells two members in its own way: `nodeAgentSKUId`, and `virtualMachineImageId` for an image's `id`. */
function toWireVirtualMachineConfiguration(configuration: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { nodeAgentSkuId, imageReference, ...rest } = configuration;
  const { id, ...image } = (imageReference ?? {}) as Readonly<Record<string, unknown>>;
  return {
    imageReference: id === undefined ? image : { ...image, virtualMachineImageId: id },
    nodeAgentSKUId: nodeAgentSkuId,
    ...rest,
  };
}
