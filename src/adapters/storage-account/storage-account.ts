import type { TokenCredential } from '@azure/core-auth';
import type { StorageConfig } from '../../config/storage.ts';
import type { Clock } from '../../ports/clock.ts';
import { ANCHOR_CONTAINER, anchorBlobs } from '../blobs/anchor-blobs.ts';
import { blobArchive } from '../blobs/blob-archive.ts';
import { blobContainer } from '../blobs/blob-container.ts';
import { FORECAST_CONTAINER, forecastBlobs } from '../blobs/forecast-blobs.ts';
import { REPLAY_CONTAINER, replayBlobs } from '../blobs/replay-blobs.ts';
import { ACTS, actQueue } from '../queue/act-queue.ts';
import { EVALUATIONS, evaluationQueue } from '../queue/evaluation-queue.ts';
import { eventQueues } from '../queue/event-queues.ts';
import { REPLAYS, replayQueue } from '../queue/replay-queue.ts';
import { storageQueue } from '../queue/storage-queue.ts';
import { actLedgerTable } from '../tables/act-ledger-table.ts';
import { calendarTable } from '../tables/calendar-table.ts';
import { claimTable } from '../tables/claim-table.ts';
import { deliveryTable } from '../tables/delivery-table.ts';
import { markedChanges } from '../tables/document-mark.ts';
import { documentTables } from '../tables/document-tables.ts';
import { healthTable } from '../tables/health-table.ts';
import { markedDocuments, markedNotes } from '../tables/marked-documents.ts';
import { openCreationTable } from '../tables/open-creation-table.ts';
import { openRequestTable } from '../tables/open-request-table.ts';
import { poolNoteTable } from '../tables/pool-note-table.ts';
import { tables } from '../tables/storage/table.ts';
import { throttleTable } from '../tables/throttle-table.ts';
import { tickTable } from '../tables/tick-table.ts';

/** How to reach the storage account, and the clock of its claims. */
export interface StorageOptions {
  readonly storage: StorageConfig;
  readonly credential: () => TokenCredential;
  readonly wallClock: Clock;
}

/** The tables, queues and blobs of the app. Nothing is connected before it is used. */
export function storageAccount({ storage, credential, wallClock }: StorageOptions) {
  const tableOf = tables(storage, credential);
  const queueOf = (name: string) => storageQueue(storage, credential, name);
  const containerOf = (name: string) => blobContainer(storage, credential, name);
  const poolState = tableOf('PoolState');
  const marked = markedChanges(poolState);
  return {
    tableOf,
    documents: markedDocuments(documentTables(tableOf), marked),
    overrides: markedNotes(poolNoteTable(tableOf('Overrides'), 'override'), marked),
    announcements: markedNotes(poolNoteTable(tableOf('Demand'), 'announced'), marked),
    circuitResets: markedNotes(poolNoteTable(tableOf('Overrides'), 'reset'), marked),
    openCreations: openCreationTable(tableOf('Overrides')),
    openRequests: openRequestTable(tableOf('Overrides')),
    calendarCopies: calendarTable(tableOf('Schedules')),
    claims: claimTable(tableOf('Claims'), wallClock),
    deliveries: deliveryTable(tableOf('Deliveries')),
    ticks: tickTable(poolState),
    actLedger: actLedgerTable(poolState),
    health: healthTable(poolState),
    throttled: throttleTable(poolState),
    evaluations: evaluationQueue(queueOf(EVALUATIONS)),
    acts: actQueue(queueOf(ACTS)),
    events: eventQueues(queueOf),
    replayQueue: replayQueue(queueOf(REPLAYS)),
    auditAnchors: anchorBlobs(containerOf(ANCHOR_CONTAINER)),
    auditArchive: blobArchive(storage, credential),
    forecastStates: forecastBlobs(containerOf(FORECAST_CONTAINER)),
    replays: replayBlobs(containerOf(REPLAY_CONTAINER)),
  };
}

export type StorageAccount = ReturnType<typeof storageAccount>;
