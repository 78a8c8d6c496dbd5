/** Behaviour of the service that is not established; each knob selects a variant. */
export interface Knobs {
  /** The code of a 409 for a node in the wrong state: the published one whose sentence fits, or always the general one. */
  readonly conflictCode: 'by-state' | 'OperationInvalidForCurrentState';
  /** Which share of the starts of deallocated nodes fails for lack of capacity, and what such a node shows. */
  readonly startFailure: StartFailure;
  /** How old the numbers of `/nodecounts` are; the service only says that they "may not always be up to date". */
  readonly countsLagSeconds: number;
  /** Whether a node that is `offline` can be deallocated; the page of the operation names idle and running ones only. */
  readonly offlineDeallocatable: boolean;
  /** Whether a node that is `unusable` can be rebooted and reimaged; the pages of the operations name idle and running ones only. */
  readonly unusableRepairable: boolean;
  /** The most dedicated nodes that the pools of an account may have together; infinite without a quota. */
  readonly dedicatedNodeQuota: number;
  /** Does a deallocated node count towards the quota? */
  readonly deallocatedCountsToQuota: boolean;
  /** The state that a node shows between a `taskcompletion` deallocation and the end of its last task. */
  readonly drainingState: 'deallocating' | 'running';
  /** The largest page of `/nodecounts`. Specifications differ: 10 in the older one, 1000 in the newer. */
  readonly nodeCountsPageSize: number;
  /** Whether `/nodecounts` accepts a filter that names several pools with `or`, refuses it, or ignores every filter. */
  readonly nodeCountsFilter: 'any' | 'one pool' | 'ignored';
  /** Settings and levels of extensions: objects and words as specified, or texts and numbers as in the documents' example. */
  readonly extensionShape: 'object' | 'text';
  /** How many percent of the OS upgrades of nodes fail. */
  readonly upgradeFailurePercent: number;
}

/** Starts that fail: `share` is 0 to 1; `stuck` is a node that stays `starting`. */
export interface StartFailure {
  readonly share: number;
  readonly shows: 'unusable' | 'deallocated' | 'stuck' | 'starttaskfailed' | 'offline' | 'unknown';
}

export const DEFAULT_KNOBS: Knobs = {
  conflictCode: 'by-state',
  startFailure: { share: 0, shows: 'unusable' },
  countsLagSeconds: 0,
  offlineDeallocatable: false,
  unusableRepairable: false,
  dedicatedNodeQuota: Number.POSITIVE_INFINITY,
  deallocatedCountsToQuota: true,
  drainingState: 'deallocating',
  nodeCountsPageSize: 10,
  nodeCountsFilter: 'any',
  extensionShape: 'object',
  upgradeFailurePercent: 0,
};
