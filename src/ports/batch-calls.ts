/** Answers of Batch since somebody asked last. */
export interface BatchCallCounts {
  /** By status; `none` where there was no answer. */
  readonly calls: Readonly<Record<string, number>>;
  /** Requests that were made again. */
  readonly retries: number;
}

/** Counts the requests that this process makes to Batch. */
export interface BatchCalls {
  /** What was counted since the last time, which is then forgotten: the sum of all that were taken is the whole. */
  take(): BatchCallCounts;
}

export interface HasBatchCalls {
  readonly batchCalls: BatchCalls;
}
