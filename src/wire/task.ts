import type { WireTaskState } from './node.ts';

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
  readonly executionInfo: WireTaskExecution;
  readonly nodeInfo?: {
    readonly affinityId: string;
    readonly nodeUrl: string;
    readonly poolId: string;
    readonly nodeId: string;
  };
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
