/**
 * A job as the service takes and sends it.
 * https://learn.microsoft.com/rest/api/batchservice/jobs/get-job (api-version 2025-06-01)
 */
export interface WireJob {
  readonly id: string;
  readonly displayName?: string;
  readonly url: string;
  readonly eTag: string;
  readonly lastModified: string;
  readonly creationTime: string;
  readonly state: WireJobState;
  readonly stateTransitionTime: string;
  readonly previousState?: WireJobState;
  readonly previousStateTransitionTime?: string;
  readonly priority: number;
  readonly maxParallelTasks: number;
  readonly usesTaskDependencies?: boolean;
  readonly onTaskFailure?: 'noaction' | 'performexitoptionsjobaction';
  readonly constraints?: { readonly maxWallClockTime?: string; readonly maxTaskRetryCount?: number };
  readonly poolInfo: { readonly poolId: string };
  readonly onAllTasksComplete: 'noaction' | 'terminatejob';
  readonly executionInfo: {
    readonly startTime: string;
    readonly endTime?: string;
    readonly poolId: string;
    readonly terminateReason?: string;
  };
}

export type WireJobState = 'active' | 'disabling' | 'disabled' | 'enabling' | 'terminating' | 'completed' | 'deleting';

/**
 * What becomes of the running tasks of a job that is disabled.
 * https://learn.microsoft.com/rest/api/batchservice/jobs/disable-job#disablebatchjoboption (api-version 2025-06-01)
 */
export const DISABLE_TASKS_OPTIONS = ['requeue', 'terminate', 'wait'] as const;

export type WireDisableTasks = (typeof DISABLE_TASKS_OPTIONS)[number];

/**
 * How many tasks of a job are in each state, and how many slots they want. `active` includes tasks that wait for others.
 * https://learn.microsoft.com/rest/api/batchservice/jobs/get-job-task-counts (api-version 2025-06-01)
 */
export interface WireTaskCounts {
  readonly taskCounts: WireCountsByState;
  readonly taskSlotCounts: WireCountsByState;
}

export interface WireCountsByState {
  readonly active: number;
  readonly running: number;
  readonly completed: number;
  readonly succeeded: number;
  readonly failed: number;
}
