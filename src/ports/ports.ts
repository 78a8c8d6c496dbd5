import type { Temporal } from 'temporal-polyfill';
import type { ActiveJob } from '../core/demand/job-work.ts';
import type { Documents } from '../core/plan/documents.ts';
import type { ActQueue } from './act-queue.ts';
import type { AuditTrail } from './audit.ts';
import type { AuditArchive } from './audit-archive.ts';
import type { AuditChains } from './audit-chains.ts';
import type { Batch } from './batch.ts';
import type { BuiltPage } from './built-page.ts';
import type { Calendars } from './calendars.ts';
import type { OnceStore } from './claim-store.ts';
import type { Clock } from './clock.ts';
import type { Deliveries } from './deliveries.ts';
import type { DocumentFiles, DocumentStore } from './documents.ts';
import type { EvaluationQueue } from './evaluation-queue.ts';
import type { EventQueues } from './event-queues.ts';
import type { HealthRecords } from './health-records.ts';
import type { PoolNotes } from './pool-notes.ts';
import type { PoolStates } from './pool-states.ts';
import type { Receivers } from './receivers.ts';
import type { Refusals } from './refusals.ts';
import type { Ticks } from './ticks.ts';
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
