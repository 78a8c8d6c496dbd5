import type { WireTaskExecution, WireTaskFailure, WireTaskState } from './task.ts';

/**
 * A compute node as the service sends it.
 * https://learn.microsoft.com/rest/api/batchservice/nodes/get-node (api-version 2025-06-01)
 */
export interface WireNode {
  readonly id: string;
  readonly url: string;
  readonly state: WireNodeState;
  readonly schedulingState?: 'enabled' | 'disabled';
  readonly stateTransitionTime: string;
  readonly lastBootTime?: string;
  readonly allocationTime?: string;
  readonly ipAddress?: string;
  readonly affinityId: string;
  readonly vmSize: string;
  readonly totalTasksRun: number;
  readonly totalTasksSucceeded: number;
  readonly runningTasksCount: number;
  readonly runningTaskSlotsCount: number;
  readonly isDedicated: boolean;
  readonly recentTasks?: readonly WireTaskInfo[];
  readonly startTask?: WireStartTask;
  readonly startTaskInfo?: WireStartTaskInfo;
  readonly nodeAgentInfo?: { readonly version: string; readonly lastUpdateTime: string };
  readonly errors?: readonly WireNodeError[];
  readonly virtualMachineInfo?: { readonly imageReference: Readonly<Record<string, unknown>> };
}

/** All lower case on the wire. */
export type WireNodeState =
  | 'idle'
  | 'rebooting'
  | 'reimaging'
  | 'running'
  | 'unusable'
  | 'creating'
  | 'starting'
  | 'waitingforstarttask'
  | 'starttaskfailed'
  | 'unknown'
  | 'leavingpool'
  | 'offline'
  | 'preempted'
  | 'upgradingos'
  | 'deallocated'
  | 'deallocating';

/** Why a node cannot be used. */
export interface WireNodeError {
  readonly code: string;
  readonly message: string;
  readonly errorDetails?: readonly { readonly name: string; readonly value: string }[];
}

/** One of the last tasks that ran on a node. */
export interface WireTaskInfo {
  readonly taskUrl: string;
  readonly jobId: string;
  readonly taskId: string;
  readonly taskState: WireTaskState;
  readonly executionInfo?: WireTaskExecution;
}

/** The task that runs on a node whenever it joins the pool or is started again. */
export interface WireStartTask {
  readonly commandLine: string;
  readonly waitForSuccess?: boolean;
  readonly maxTaskRetryCount?: number;
}

export interface WireStartTaskInfo {
  readonly state: 'running' | 'completed';
  readonly startTime: string;
  readonly endTime?: string;
  readonly exitCode?: number;
  readonly result?: 'success' | 'failure';
  readonly retryCount: number;
  readonly lastRetryTime?: string;
  readonly failureInfo?: WireTaskFailure;
}

/**
 * What happens to running tasks when a node is deallocated; `requeue` if nothing is said.
 * https://learn.microsoft.com/rest/api/batchservice/nodes/deallocate-node#batchnodedeallocateoption (2025-06-01)
 */
export const DEALLOCATE_OPTIONS = ['requeue', 'terminate', 'taskcompletion', 'retaineddata'] as const;

export type WireDeallocateOption = (typeof DEALLOCATE_OPTIONS)[number];

/** The same for taking a node out of scheduling, which does not know `retaineddata`. */
export const DISABLE_SCHEDULING_OPTIONS = ['requeue', 'terminate', 'taskcompletion'] as const;

export type WireDisableSchedulingOption = (typeof DISABLE_SCHEDULING_OPTIONS)[number];
