/**
 * How many nodes of a pool are in each state; "the numbers returned may not always be up to date".
 * https://learn.microsoft.com/rest/api/batchservice/pools/list-pool-node-counts (api-version 2025-06-01)
 */
export interface WirePoolNodeCounts {
  readonly poolId: string;
  readonly dedicated?: WireNodeCounts;
  readonly lowPriority?: WireNodeCounts;
}

/** Every field is there, also where it is zero. Specifications spell `upgradingOS` in three ways: read it in any case. */
export interface WireNodeCounts {
  readonly creating: number;
  readonly idle: number;
  readonly leavingPool: number;
  readonly offline: number;
  readonly preempted: number;
  readonly rebooting: number;
  readonly reimaging: number;
  readonly running: number;
  readonly starting: number;
  readonly startTaskFailed: number;
  readonly unknown: number;
  readonly unusable: number;
  readonly waitingForStartTask: number;
  readonly upgradingOS?: number;
  readonly deallocated?: number;
  readonly deallocating?: number;
  readonly total: number;
}
