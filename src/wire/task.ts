export type WireTaskState = 'active' | 'preparing' | 'running' | 'completed';

/**
 * A task as the service sends it.
 * https://learn.microsoft.com/rest/api/batchservice/tasks/get-task (api-version 2025-06-01)
 */
export interface WireTask {
  readonly id: string;
  readonly displayName?: string;
  readonly url: string;
  readonly eTag: string;
  readonly lastModified: string;
  readonly creationTime: string;
  readonly state: WireTaskState;
  readonly stateTransitionTime: string;
  readonly previousState?: WireTaskState;
  readonly previousStateTransitionTime?: string;
  readonly commandLine: string;
  readonly requiredSlots: number;
  readonly dependsOn?: WireTaskDependencies;
  readonly exitConditions?: WireExitConditions;
  readonly multiInstanceSettings?: WireMultiInstanceSettings;
  readonly executionInfo: WireTaskExecution;
  readonly nodeInfo?: {
    readonly affinityId: string;
    readonly nodeUrl: string;
    readonly poolId: string;
    readonly nodeId: string;
  };
}

/**
 * What must have succeeded before a task runs; both ends are part of a range.
 * https://learn.microsoft.com/rest/api/batchservice/tasks/create-task#batchtaskdependencies (api-version 2025-06-01)
 */
export interface WireTaskDependencies {
  readonly taskIds?: readonly string[];
  readonly taskIdRanges?: readonly { readonly start: number; readonly end: number }[];
}

/** https://learn.microsoft.com/rest/api/batchservice/tasks/create-task#exitconditions (api-version 2025-06-01) */
export interface WireExitConditions {
  readonly exitCodes?: readonly { readonly code: number; readonly exitOptions: WireExitOptions }[];
  readonly exitCodeRanges?: readonly {
    readonly start: number;
    readonly end: number;
    readonly exitOptions: WireExitOptions;
  }[];
  readonly preProcessingError?: WireExitOptions;
  readonly fileUploadError?: WireExitOptions;
  readonly default?: WireExitOptions;
}

/** What follows from the way in which a task ended; of a dependency action nothing is `satisfy` after 0, else `block`. */
export interface WireExitOptions {
  readonly jobAction?: 'none' | 'disable' | 'terminate';
  readonly dependencyAction?: 'satisfy' | 'block';
}

/** https://learn.microsoft.com/rest/api/batchservice/tasks/create-task#multiinstancesettings (api-version 2025-06-01) */
export interface WireMultiInstanceSettings {
  /** "The number of Compute Nodes required by the Task. If omitted, the default is 1." */
  readonly numberOfInstances?: number;
  readonly coordinationCommandLine: string;
  readonly commonResourceFiles?: readonly Readonly<Record<string, unknown>>[];
}

export interface WireTaskExecution {
  readonly startTime?: string;
  readonly endTime?: string;
  readonly exitCode?: number;
  readonly result?: 'success' | 'failure';
  readonly failureInfo?: WireTaskFailure;
  readonly retryCount: number;
  readonly lastRetryTime?: string;
  readonly requeueCount: number;
  readonly lastRequeueTime?: string;
}

/** https://learn.microsoft.com/rest/api/batchservice/tasks/get-task#batchtaskfailureinfo (api-version 2025-06-01) */
export interface WireTaskFailure {
  readonly category: 'usererror' | 'servererror';
  readonly code: string;
  readonly message: string;
  readonly details?: readonly { readonly name: string; readonly value: string }[];
}

/** What became of each task of a collection that was added in one request. */
export interface WireTaskAddResult {
  readonly status: 'success' | 'clienterror' | 'servererror';
  readonly taskId: string;
  readonly location?: string;
  readonly eTag?: string;
  readonly lastModified?: string;
  readonly error?: { readonly code: string; readonly message: { readonly lang: string; readonly value: string } };
}
