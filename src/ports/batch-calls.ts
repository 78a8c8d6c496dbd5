/** The responses of Batch since the counts were last taken. */
export interface BatchCallCounts {
  /** Counts by status; `none` for requests without a response. */
  readonly calls: Readonly<Record<string, number>>;
  /** Requests that were retried. */
  readonly retries: number;
}

/** Counts the requests that this process makes to Batch. */
export interface BatchCalls {
  /** Returns the counts since the previous call, and resets them, so that the sum of all calls is the total. */
  take(): BatchCallCounts;
}

export interface HasBatchCalls {
  readonly batchCalls: BatchCalls;
}
