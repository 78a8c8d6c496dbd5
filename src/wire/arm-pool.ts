import type { WireStartTask } from './node.ts';
import type { WireMetadataItem } from './pool.ts';

/**
 * A pool as the management plane takes and sends it; its enumerations are in PascalCase.
 * https://learn.microsoft.com/azure/templates/microsoft.batch/batchaccounts/pools (api-version 2025-06-01)
 */
export interface ArmPool {
  readonly id?: string;
  readonly name?: string;
  readonly type?: string;
  readonly etag?: string;
  readonly identity?: ArmPoolIdentity;
  readonly tags?: Readonly<Record<string, string>>;
  readonly properties: ArmPoolProperties;
}

/** Only the management plane can give a pool an identity. */
export interface ArmPoolIdentity {
  readonly type: 'UserAssigned' | 'None';
  readonly userAssignedIdentities?: Readonly<Record<string, unknown>>;
}

export interface ArmPoolProperties {
  readonly displayName?: string;
  readonly vmSize: string;
  readonly deploymentConfiguration: {
    readonly virtualMachineConfiguration?: Readonly<Record<string, unknown>>;
    readonly cloudServiceConfiguration?: Readonly<Record<string, unknown>>;
  };
  readonly scaleSettings?: ArmScaleSettings;
  readonly interNodeCommunication?: 'Enabled' | 'Disabled';
  readonly taskSlotsPerNode?: number;
  readonly taskSchedulingPolicy?: { readonly nodeFillType: 'Pack' | 'Spread' };
  readonly metadata?: readonly WireMetadataItem[];
  readonly startTask?: WireStartTask;
  readonly upgradePolicy?: Readonly<Record<string, unknown>>;
  readonly [other: string]: unknown;
}

/** Exactly one of the two is there. */
export interface ArmScaleSettings {
  readonly fixedScale?: {
    readonly targetDedicatedNodes?: number;
    readonly targetLowPriorityNodes?: number;
    readonly resizeTimeout?: string;
    readonly nodeDeallocationOption?: string;
  };
  readonly autoScale?: { readonly formula: string; readonly evaluationInterval?: string };
}

/** What the management plane adds when it sends a pool. */
export interface ArmPoolStatus {
  readonly creationTime: string;
  readonly lastModified: string;
  readonly provisioningState: 'Succeeded' | 'Deleting';
  readonly provisioningStateTransitionTime: string;
  readonly allocationState: 'Steady' | 'Resizing' | 'Stopping';
  readonly allocationStateTransitionTime: string;
  readonly currentDedicatedNodes: number;
  readonly currentLowPriorityNodes: number;
  readonly resizeOperationStatus?: ArmResizeStatus;
}

/** The resize that is under way, or the last one. */
export interface ArmResizeStatus {
  readonly targetDedicatedNodes: number;
  readonly targetLowPriorityNodes: number;
  readonly resizeTimeout: string;
  readonly nodeDeallocationOption: 'Requeue' | 'Terminate' | 'TaskCompletion' | 'RetainedData';
  readonly startTime: string;
  readonly errors?: readonly ArmResizeError[];
}

/** The shared keys of an account. */
export interface ArmAccountKeys {
  readonly accountName: string;
  readonly primary: string;
  readonly secondary: string;
}

/** A Batch account as the management plane sends it; `accountEndpoint` is a host name without a scheme. */
export interface ArmAccount {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly location: string;
  readonly properties: {
    readonly accountEndpoint: string;
    readonly provisioningState: 'Succeeded';
    readonly poolAllocationMode: 'BatchService';
    readonly dedicatedCoreQuota?: number;
    readonly dedicatedCoreQuotaPerVMFamilyEnforced: boolean;
  };
}

/** https://learn.microsoft.com/rest/api/batchmanagement/pool/get#resizeerror (api-version 2025-06-01) */
export interface ArmResizeError {
  readonly code: string;
  readonly message: string;
  readonly details?: readonly ArmResizeError[];
}
