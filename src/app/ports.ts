import type { Temporal } from 'temporal-polyfill';
import type { AuditEntry, AuditRecord } from '../core/audit/record.ts';
import type { ActiveJob, JobWork } from '../core/demand/job-work.ts';
import type { NodeImage } from '../core/health/os-upgrade.ts';
import type { PoolMemory } from '../core/memory/memory.ts';
import type { Documents } from '../core/plan/documents.ts';
import type { PlanSummary } from '../core/plan/plan-summary.ts';
import type { Outcome, TasksOnDeallocate } from '../core/pool/act.ts';
import type { NodeCounts } from '../core/pool/pool-due.ts';
import type { PoolName } from '../core/pool/pool-name.ts';
import type { NodeSnapshot, PoolFacts } from '../core/pool/snapshot.ts';
import type { ActQueue } from './acts/asked-act.ts';
import type { AuditArchive } from './audit/archive-port.ts';
import type { AuditFilter, AuditPage, AuditQuery } from './audit/audit-ports.ts';
import type { AuditChains } from './audit/chain-ports.ts';
import type { BuiltPage } from './built-page.ts';
import type { Calendars } from './calendars/calendar-ports.ts';
import type { Extensions } from './health/extension-ports.ts';
import type { HealthRecords } from './health/health-records.ts';
import type { OnceStore } from './once/once-store.ts';
import type { Deliveries, EventQueues, Receivers } from './outbound/outbound-ports.ts';
import type { PoolResources } from './pool-check/pool-resources.ts';
import type { PoolNotes } from './pools/pool-note-ports.ts';
import type { Refusals } from './webhooks/refusal-ports.ts';

/** What the use cases need of the world. Everything here may fail with an `AppError`. */
export interface Ports {
  readonly clock: Clock;
  /** Real time, whatever the app's clock: by it the right to act on a pool runs out. A process lives and dies in real time. */
  readonly wallClock: Clock;
  readonly batch: Batch;
  readonly documents: DocumentStore;
  /** All documents as they were read at a tick, once for all evaluations of it; acts look again. */
  readonly documentsAt: (tick: Temporal.Instant) => Promise<Documents>;
  /** The active jobs of an account as they were read at a tick, once for all evaluations of it. */
  readonly activeJobsAt: (tick: Temporal.Instant, account: string) => Promise<readonly ActiveJob[]>;
  readonly documentFiles: DocumentFiles;
  /** What people and systems have said about a pool for a time: at most one override for each. */
  readonly overrides: PoolNotes;
  /** Work that is said to come: any number for a pool. */
  readonly announcements: PoolNotes;
  /** When somebody has reset the circuit of a pool's gate. */
  readonly circuitResets: PoolNotes;
  readonly calendars: Calendars;
  readonly poolStates: PoolStates;
  readonly ticks: Ticks;
  readonly health: HealthRecords;
  /** The most calls that one run of the collector spends on single pools and nodes of an account; 0 is none at all. */
  readonly healthCalls: number;
  readonly audit: AuditTrail;
  /** The history as it lies there, for those who check or move it. */
  readonly auditChains: AuditChains;
  readonly auditArchive: AuditArchive;
  /** Months after which records go to the archive; they stay for ever without it. */
  readonly auditMonths: number | undefined;
  readonly evaluations: EvaluationQueue;
  readonly acts: ActQueue;
  /** What is done at most once. */
  readonly once: OnceStore;
  /** Does the platform check who calls, so that its word on them counts? */
  readonly platformAuthentication: boolean;
  /** Whoever events are posted to. */
  readonly receivers: Receivers;
  readonly deliveries: Deliveries;
  readonly events: EventQueues;
  /** Where this app can be reached from outside, without a slash at its end; `undefined` if that is not known. */
  readonly url: string | undefined;
  /** A secret that nobody can guess: 256 random bits in Base64url. */
  readonly newToken: () => string;
  readonly dashboard: BuiltPage;
  /** What the sources of webhooks prove themselves with. */
  readonly webhookSecrets: ReadonlyMap<string, readonly string[]>;
  readonly refusals: Refusals;
  /** A new name for what belongs together; a GUID. */
  readonly newCorrelation: () => string;
}

export interface Clock {
  now(): Promise<Temporal.Instant>;
}

/** A node by its account, pool and id. */
export interface NodeName extends PoolName {
  readonly nodeId: string;
}

/** What came of a request to act on a node. Expected refusals are answers, not errors. */
export interface ActAnswer {
  readonly outcome: Outcome;
  /** One sentence for people. */
  readonly reason: string;
}

export interface DeallocateOptions {
  readonly correlation: string;
  readonly tasks: TasksOnDeallocate;
}

/** Azure Batch. Reading retries what is worth it; acting never asks twice where the first request may have arrived. */
export interface Batch extends Extensions, PoolResources {
  /** The names of the accounts that are looked after. */
  readonly accounts: readonly string[];
  listPools(account: string): Promise<readonly PoolFacts[]>;
  /** Makes one small request, which fails if the account cannot be reached. */
  reach(account: string): Promise<void>;
  /** Nodes of each pool of an account by state; "may not always be up to date". */
  countNodes(account: string): Promise<ReadonlyMap<string, NodeCounts>>;
  /** `undefined` if there is no such pool. */
  getPool(pool: PoolName): Promise<PoolFacts | undefined>;
  /** `undefined` if there is no such pool. */
  listNodes(pool: PoolName): Promise<readonly NodeSnapshot[] | undefined>;
  /** `undefined` if there is no such node, or no such pool. */
  getNode(node: NodeName): Promise<NodeSnapshot | undefined>;
  /**
   * The jobs of an account in the state `active`, with the pools that their tasks run in; without those whose pool is not
   * there yet because it is made for them.
   */
  listJobs(account: string): Promise<readonly ActiveJob[]>;
  /** What waits and runs of each job, a call or more for each; without jobs that have gone meanwhile. */
  countWork(account: string, jobs: readonly ActiveJob[]): Promise<readonly JobWork[]>;
  /** The images that the nodes of a pool run; `undefined` if there is no such pool. */
  listImages(pool: PoolName): Promise<readonly NodeImage[] | undefined>;
  /** `correlation` goes along as the request's own id, so that both sides' records can be laid side by side. */
  startNode(node: NodeName, correlation: string): Promise<ActAnswer>;
  /** Tasks that run finish first; the node takes no others until somebody enables its scheduling again. */
  disableScheduling(node: NodeName, correlation: string): Promise<ActAnswer>;
  /** `tasks` says what becomes of those that run; `taskcompletion`, with which they finish first, cannot hurt any. */
  deallocateNode(node: NodeName, options: DeallocateOptions): Promise<ActAnswer>;
}

export type DocumentKind = 'schedules' | 'policies' | 'subscriptions' | 'rules';

/** A document as it is kept: its text is what was sent, its version changes with every change of it. */
export interface StoredDocument {
  readonly kind: DocumentKind;
  readonly id: string;
  readonly version: string;
  /** JSON. */
  readonly text: string;
  /** Who wrote it. */
  readonly actor: string;
}

/** What must be there already for a write to be done: a version, nothing at all, or whatever there is. */
export type Expected = { readonly version: string } | 'absent' | 'any';

export interface DocumentStore {
  /** Ordered by id. */
  list(kind: DocumentKind): Promise<readonly StoredDocument[]>;
  get(kind: DocumentKind, id: string): Promise<StoredDocument | undefined>;
  /** @throws AppError DocumentChanged if something else than expected is there */
  put(document: Omit<StoredDocument, 'version'>, expected: Expected): Promise<StoredDocument>;
  /** @throws AppError DocumentChanged, DocumentNotFound */
  delete(kind: DocumentKind, id: string, expected: Expected): Promise<void>;
}

/** A document in a file that the app brings along. */
export interface DocumentFile {
  readonly kind: DocumentKind;
  readonly file: string;
  readonly text: string;
}

export interface DocumentFiles {
  read(): Promise<readonly DocumentFile[]>;
}

/** An evaluation that is acting: nobody else may act on the pool until it ends or its time is over. */
export interface Acting {
  readonly correlation: string;
  readonly until: Temporal.Instant;
  /** Correlations of earlier evaluations that did not come to their end and whose intents may still be open. */
  readonly inherited: readonly string[];
}

/** What is remembered of a pool between evaluations. */
export interface PoolState extends PoolName {
  /** The tick that the last evaluation belonged to. */
  readonly tick: Temporal.Instant;
  /** What could be seen of the pool then without a call of its own. */
  readonly fingerprint: string;
  readonly nextLook: Temporal.Instant | undefined;
  /** Present while an evaluation acts, and after one that did not come to its end. */
  readonly acting: Acting | undefined;
  readonly lastPlan: PlanSummary | undefined;
  readonly memory: PoolMemory;
}

/** What is remembered of a pool but for its single nodes, of which much can be remembered. */
export interface PoolHeading extends Omit<PoolState, 'memory'> {
  /** Are there acts whose nodes have not shown yet what came of them? */
  readonly hasPendingOperations: boolean;
}

/** A pool state with the tag that a write must bring along: the fence. */
export interface FencedPoolState {
  readonly state: PoolState;
  readonly tag: string;
}

export interface PoolStates {
  list(account: string): Promise<readonly PoolHeading[]>;
  get(pool: PoolName): Promise<FencedPoolState | undefined>;
  /** Writes a state over the one with `tag`, or the first one without; gives the new tag. @throws FenceLost */
  put(state: PoolState, tag: string | undefined): Promise<string>;
}

/** What one run of the timer did. */
export interface Tick {
  readonly at: Temporal.Instant;
  readonly pools: number;
  readonly due: number;
  /** What went wrong, one sentence each. */
  readonly problems: readonly string[];
}

export interface Ticks {
  last(): Promise<Tick | undefined>;
  record(tick: Tick): Promise<void>;
}

export interface AuditTrail {
  /** Adds entries about one subject's pool, or about documents, to its chain, all of them or none; in order. */
  append(entries: readonly AuditEntry[]): Promise<readonly AuditRecord[]>;
  /** @throws AppError InvalidRequest if the cursor is not one that was given */
  page(query: AuditQuery): Promise<AuditPage>;
  /** All records of a filter, some at a time; no more of them are held than are under way. */
  stream(filter: AuditFilter): AsyncIterable<readonly AuditRecord[]>;
  /** The months in the archive that a filter reaches into, as `2026-01`. */
  archivedMonths(filter: AuditFilter): Promise<readonly string[]>;
}

/** The request to evaluate one pool, with what the tick has seen of it already. */
export interface EvaluationRequest {
  readonly tick: Temporal.Instant;
  readonly correlation: string;
  readonly facts: PoolFacts;
  readonly fingerprint: string;
}

export interface EvaluationQueue {
  send(request: EvaluationRequest): Promise<void>;
  /** About how many requests wait. */
  length(): Promise<number>;
}
