import type { Temporal } from 'temporal-polyfill';
import type { PoolDemand } from '../demand/pool-demand.ts';
import type { StartSpread } from '../forecast/start-spread.ts';
import type { PowerAct, Repair } from '../pool/act.ts';
import type { Draining } from '../pool/draining.ts';
import type { PendingOperation } from './pending-operation.ts';
import type { Spending } from './spending.ts';

/** A node whose start was asked for, and when; until it is ready or has taken too long. */
export interface Starting {
  readonly nodeId: string;
  readonly asked: Temporal.Instant;
  /** Was it asked for at exactly that instant? Not where an evaluation did not come to its end: then nothing is learned from it. */
  readonly exact: boolean;
}

/** A start or stop by hand, made by somebody else or asked of us, and until when it is respected. */
export interface ManualAct {
  readonly nodeId: string;
  readonly action: PowerAct;
  readonly noticed: Temporal.Instant;
  readonly until: Temporal.Instant;
  /** Who, where we were asked for it; `undefined` where it was only noticed. */
  readonly by?: string | undefined;
}

/** The first deallocations of a policy on a pool: none of those nodes has shown deallocated yet, until `proven`. */
export interface Canary {
  readonly policyId: string;
  readonly proven: boolean;
  readonly nodes: readonly string[];
}

/** An edge at which more had to be ready than were. */
export interface LateEdge {
  readonly at: Temporal.Instant;
  readonly needed: number;
  readonly because: string;
}

/** A node that was started, shows ready, and has not passed its gate yet. */
export interface Gating extends Starting {
  /** When it was first seen ready. */
  readonly since: Temporal.Instant;
}

/** What came of the gate of a node. */
export interface GateResult {
  readonly nodeId: string;
  readonly at: Temporal.Instant;
  readonly passed: boolean;
  readonly reason: string;
}

/** A node that has failed its gate, and what is to become of it. */
export interface FailedGate {
  readonly nodeId: string;
  readonly remedy: 'retry' | 'quarantine';
  readonly reason: string;
}

/** Too many started nodes have failed their gate: nothing is started, but for a trial every hour, until one passes or somebody resets it. */
export interface Circuit {
  readonly openedAt: Temporal.Instant;
  readonly because: string;
}

/** A node whose last start failed, and when it may be tried again. */
export interface FailedStart {
  readonly nodeId: string;
  /** When the first of these starts failed. */
  readonly since: Temporal.Instant;
  readonly at: Temporal.Instant;
  /** One sentence for people: `it shows deallocated`. */
  readonly reason: string;
  /** How many starts of it in a row have failed. */
  readonly failures: number;
  readonly retryAt: Temporal.Instant;
  /** What was tried to repair it since it failed first. */
  readonly repairs: readonly Repair[];
  /** Those of them that the service refused: which it takes of a node that is unusable is not documented. */
  readonly refusedRepairs: readonly Repair[];
}

/** Starts of a pool have failed and none has succeeded since: the next is a trial of one node. */
export interface StartBackOff {
  readonly since: Temporal.Instant;
  /** How many looks in a row have found failed starts. */
  readonly failures: number;
  readonly retryAt: Temporal.Instant;
  readonly because: string;
}

/** A node that we have started, watched while it is new: what its tasks came to. */
export interface NewNode {
  readonly nodeId: string;
  /** When it was first seen ready; `undefined` while it is on its way. */
  readonly readyAt: Temporal.Instant | undefined;
  /** What Batch had counted of its tasks before it was ready. */
  readonly failed: number;
  readonly succeeded: number;
}

/** Starts are held back because tasks failed on nodes that were just started. */
export interface TaskFailureHalt {
  readonly since: Temporal.Instant;
  readonly until: Temporal.Instant;
  readonly because: string;
}

/** How many nodes of a pool were on: the most of each day that counts. */
export interface PoolUse {
  /** Since when it is known without a gap. */
  readonly since: Temporal.Instant;
  /** The newest day at the end, with no more on it than on the one before; its number is that of the day since 1970, in UTC. */
  readonly peaks: readonly { readonly day: number; readonly nodes: number }[];
}

/** What is remembered of a pool from one evaluation to the next, beside its last plan. */
export interface PoolMemory {
  /** When the nodes were looked at last. */
  readonly lookedAt: Temporal.Instant | undefined;
  /** The nodes that were off then. */
  readonly off: readonly string[];
  readonly starting: readonly Starting[];
  readonly draining: readonly Draining[];
  readonly manual: readonly ManualAct[];
  /** Of the last starts, from the request until the node was ready; the newest at the end. */
  readonly startSeconds: readonly number[];
  /** How far the starts of one request lie apart; `undefined` before any was seen. */
  readonly startSpread: StartSpread | undefined;
  /** The demand of the last minutes; `undefined` where nobody asks for it. */
  readonly demand: PoolDemand | undefined;
  /** Of the last day; what is older than an hour is added up. */
  readonly spent: readonly Spending[];
  readonly lastStart: Temporal.Instant | undefined;
  readonly canary: Canary | undefined;
  readonly late: LateEdge | undefined;
  readonly gating: readonly Gating[];
  readonly failedGate: readonly FailedGate[];
  /** Nodes that have been started once more after they failed their gate. */
  readonly retried: readonly string[];
  /** Of the last hour. */
  readonly gateResults: readonly GateResult[];
  readonly circuit: Circuit | undefined;
  readonly failedStarts: readonly FailedStart[];
  readonly startBackOff: StartBackOff | undefined;
  readonly newNodes: readonly NewNode[];
  readonly taskFailureHalt: TaskFailureHalt | undefined;
  /** Acts whose nodes have not shown yet what came of them. */
  readonly pendingOperations: readonly PendingOperation[];
  /** `undefined` before the first look. */
  readonly use: PoolUse | undefined;
}

/** What is remembered of a pool that was never looked at. */
export const NO_MEMORY: PoolMemory = {
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
