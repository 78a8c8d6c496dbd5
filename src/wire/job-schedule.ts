/**
 * A job schedule as the service sends it.
 * https://learn.microsoft.com/rest/api/batchservice/job-schedules/get-job-schedule (api-version 2025-06-01)
 */
export interface WireJobSchedule {
  readonly id: string;
  readonly displayName?: string;
  readonly url: string;
  readonly eTag: string;
  readonly lastModified: string;
  readonly creationTime: string;
  readonly state: WireJobScheduleState;
  readonly stateTransitionTime: string;
  readonly previousState?: WireJobScheduleState;
  readonly previousStateTransitionTime?: string;
  readonly schedule: WireRecurrence;
  readonly jobSpecification: WireJobSpecification;
  readonly executionInfo: {
    /** When the next job will be created; absent where none will. */
    readonly nextRunTime?: string;
    readonly recentJob?: { readonly id: string; readonly url: string };
    readonly endTime?: string;
  };
  readonly metadata?: readonly { readonly name: string; readonly value: string }[];
}

export type WireJobScheduleState = 'active' | 'completed' | 'disabled' | 'terminating' | 'deleting';

/** When jobs are created. Times are instants, durations ISO 8601 without months and years. */
export interface WireRecurrence {
  readonly doNotRunUntil?: string;
  readonly doNotRunAfter?: string;
  readonly startWindow?: string;
  readonly recurrenceInterval?: string;
}

/** What each job is made from, as far as it is looked at here. */
export interface WireJobSpecification {
  readonly poolInfo: { readonly poolId: string };
  readonly priority?: number;
  readonly maxParallelTasks?: number;
  readonly onAllTasksComplete?: 'noaction' | 'terminatejob';
  readonly jobManagerTask?: WireJobManagerTask;
  readonly [property: string]: unknown;
}

/** https://learn.microsoft.com/rest/api/batchservice/jobs/create-job#batchjobmanagertask (api-version 2025-06-01) */
export interface WireJobManagerTask {
  readonly id: string;
  readonly commandLine: string;
  readonly requiredSlots?: number;
  readonly killJobOnCompletion?: boolean;
  readonly [property: string]: unknown;
}
