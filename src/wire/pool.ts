import type { WireStartTask } from './node.ts';

/**
 * A pool as the data plane sends it.
 * https://learn.microsoft.com/rest/api/batchservice/pools/get-pool (api-version 2025-06-01)
 */
export interface WirePool {
  readonly id: string;
  readonly displayName?: string;
  readonly url: string;
  readonly eTag: string;
  readonly lastModified: string;
  readonly creationTime: string;
  readonly state: 'active' | 'deleting';
  readonly stateTransitionTime: string;
  readonly allocationState: 'steady' | 'resizing' | 'stopping';
  readonly allocationStateTransitionTime: string;
  readonly vmSize: string;
  readonly virtualMachineConfiguration?: Readonly<Record<string, unknown>>;
  readonly resizeTimeout?: string;
  readonly resizeErrors?: readonly { readonly code: string; readonly message: string }[];
  readonly currentDedicatedNodes: number;
  readonly currentLowPriorityNodes: number;
  readonly targetDedicatedNodes?: number;
  readonly targetLowPriorityNodes?: number;
  readonly enableAutoScale: boolean;
  readonly autoScaleFormula?: string;
  readonly autoScaleEvaluationInterval?: string;
  readonly enableInterNodeCommunication: boolean;
  readonly taskSlotsPerNode: number;
  readonly taskSchedulingPolicy: { readonly nodeFillType: 'Pack' | 'Spread' };
  readonly metadata?: readonly WireMetadataItem[];
  readonly startTask?: WireStartTask;
  readonly upgradePolicy?: Readonly<Record<string, unknown>>;
  readonly identity?: Readonly<Record<string, unknown>>;
}

export interface WireMetadataItem {
  readonly name: string;
  readonly value: string;
}

/** What came of a formula: "each variable value is returned in the form $variable=value". */
export interface WireAutoScaleRun {
  readonly timestamp: string;
  readonly results?: string;
}
