import type { Temporal } from 'temporal-polyfill';
import type { PoolDemand } from '../demand/pool-demand.ts';
import type { StartSpread } from '../forecast/start-spread.ts';
import type { PowerAct, Repair } from '../pool/act.ts';
import type { Draining } from '../pool/draining.ts';
import type { EpochMilliseconds } from '../time/epoch.ts';
import type { PendingOperation } from './pending-operation.ts';
import type { Spending } from './spending.ts';

/** A node whose start was requested, and when, until it is ready or has taken too long. */
export interface Starting {
  readonly nodeId: string;
  readonly asked: Temporal.Instant;
  /** Was it requested at exactly that instant? Not if its evaluation died; then nothing is learned from it. */
  readonly exact: boolean;
}

/** A start or deallocation by a person or another system, and until when it is respected. */
export interface ManualAct {
  readonly nodeId: string;
  readonly action: PowerAct;
  readonly noticed: Temporal.Instant;
  readonly until: Temporal.Instant;
  /** The actor of a request to this app; `undefined` if the act was only noticed. */
  readonly by?: string | undefined;
  /** When that request was made: it may have waited for a budget before the act. */
  readonly askedAt?: Temporal.Instant | undefined;
}

/** The first deallocations of a policy on a pool. */
export interface Canary {
  readonly policyId: string;
  readonly proven: boolean;
  readonly nodes: readonly string[];
  /** Has one of them been deallocated, while others are still going off? */
  readonly hasWorked?: boolean | undefined;
  /** Those of the nodes whose requests may never have arrived. */
  readonly inDoubt?: readonly string[] | undefined;
}

/** An edge at which fewer nodes were ready than required. */
export interface LateEdge {
  readonly at: Temporal.Instant;
  readonly needed: number;
  readonly because: string;
}

/** A started node that is idle or running, and has not passed its gate yet. */
export interface Gating extends Starting {
  /** When its state was first a ready one. */
  readonly since: Temporal.Instant;
}

/** The result of the gate of a node. */
export interface GateResult {
  readonly nodeId: string;
  readonly at: Temporal.Instant;
  readonly passed: boolean;
  readonly reason: string;
}

/** A node that has failed its gate, and the remedy. */
export interface FailedGate {
  readonly nodeId: string;
  readonly remedy: 'retry' | 'quarantine';
  readonly reason: string;
}

/**
 * Too many started nodes have failed their gate. Only one trial start an hour is made, until one passes or somebody resets the
 * circuit.
 */
export interface Circuit {
  readonly openedAt: Temporal.Instant;
  readonly because: string;
}

/** A node whose last start failed, and when its next start may be made. */
export interface FailedStart {
  readonly nodeId: string;
  /** When the first of these starts failed. */
  readonly since: Temporal.Instant;
  readonly at: Temporal.Instant;
  /** One sentence for people: `it shows deallocated`. */
  readonly reason: string;
  /** How many of its starts in a row have failed. */
  readonly failures: number;
  readonly retryAt: Temporal.Instant;
  /** The repairs since it first failed. */
  readonly repairs: readonly Repair[];
  /** Repairs that Batch refused: which of them it accepts for an unusable node is not documented. */
  readonly refusedRepairs: readonly Repair[];
  /** When Batch accepted the last repair; `undefined` if there was none since the node failed last. */
  readonly repairedAt?: Temporal.Instant | undefined;
}

/** Starts of a pool have failed and none has succeeded since. The next start is a trial with one node. */
export interface StartBackOff {
  readonly since: Temporal.Instant;
  /** How many looks in a row have found failed starts. */
  readonly failures: number;
  readonly retryAt: Temporal.Instant;
  readonly because: string;
}

/** A node that this app has started, and the results of its tasks while it is new. */
export interface NewNode {
  readonly nodeId: string;
  /** When it was first ready; `undefined` while it is starting. */
  readonly readyAt: Temporal.Instant | undefined;
  /** The number of failed tasks that Batch had counted before it was ready. */
  readonly failed: number;
  readonly succeeded: number;
}

/** Starts are held back because tasks have failed on new nodes. */
export interface TaskFailureHalt {
  readonly since: Temporal.Instant;
  readonly until: Temporal.Instant;
  readonly because: string;
}

/** How many nodes of a pool were on: the maximum of each day that counts. */
export interface PoolUse {
  /** Since when the use is known without a gap. */
  readonly since: Temporal.Instant;
  /** The newest day last; each later day has fewer nodes than the one before it. A day is its number since 1970, in UTC. */
  readonly peaks: readonly { readonly day: number; readonly nodes: number }[];
}

/** The memory of a pool between evaluations, besides its last plan. */
export interface PoolMemory {
  /** When the pool was created of which this is the memory; `undefined` if not known. */
  readonly createdAt: EpochMilliseconds | undefined;
  /** When the nodes were last read. */
  readonly lookedAt: Temporal.Instant | undefined;
  /** The nodes that were deallocated, or deallocating, then. */
  readonly off: readonly string[];
  readonly starting: readonly Starting[];
  readonly draining: readonly Draining[];
  readonly manual: readonly ManualAct[];
  /** The durations of the latest starts, from the request until the node was ready; the newest last. */
  readonly startSeconds: readonly number[];
  /** How far apart the nodes of one request become ready; `undefined` before any was observed. */
  readonly startSpread: StartSpread | undefined;
  /** The demand of the last minutes; `undefined` if no rule needs it. */
  readonly demand: PoolDemand | undefined;
  /** The acts of the last day; those older than an hour are summed. */
  readonly spent: readonly Spending[];
  readonly lastStart: Temporal.Instant | undefined;
  readonly canary: Canary | undefined;
  readonly late: LateEdge | undefined;
  readonly gating: readonly Gating[];
  readonly failedGate: readonly FailedGate[];
  /** Nodes that were started once more after they had failed their gate. */
  readonly retried: readonly string[];
  /** The results of the last hour. */
  readonly gateResults: readonly GateResult[];
  readonly circuit: Circuit | undefined;
  readonly failedStarts: readonly FailedStart[];
  readonly startBackOff: StartBackOff | undefined;
  readonly newNodes: readonly NewNode[];
  readonly taskFailureHalt: TaskFailureHalt | undefined;
  /** Acts whose results are not visible yet. */
  readonly pendingOperations: readonly PendingOperation[];
  /** `undefined` before the first look. */
  readonly use: PoolUse | undefined;
}

/** The memory of a pool that was never evaluated. */
export const NO_MEMORY: PoolMemory = {
  createdAt: undefined,
  lookedAt: undefined,
  off: [],
  starting: [],
  draining: [],
  manual: [],
  startSeconds: [],
  startSpread: undefined,
  demand: undefined,
  spent: [],
  lastStart: undefined,
  canary: undefined,
  late: undefined,
  gating: [],
  failedGate: [],
  retried: [],
  gateResults: [],
  circuit: undefined,
  failedStarts: [],
  startBackOff: undefined,
  newNodes: [],
  taskFailureHalt: undefined,
  pendingOperations: [],
  use: undefined,
};
