import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { batchAccounts } from './adapters/batch/batch-accounts.ts';
import { callCounter } from './adapters/batch/client/call-counter.ts';
import { sharedThrottle } from './adapters/batch/client/shared-throttle.ts';
import { ANCHOR_CONTAINER, anchorBlobs } from './adapters/blobs/anchor-blobs.ts';
import { blobArchive } from './adapters/blobs/blob-archive.ts';
import { blobContainer } from './adapters/blobs/blob-container.ts';
import { blobService } from './adapters/blobs/blob-service.ts';
import { FORECAST_CONTAINER, forecastBlobs } from './adapters/blobs/forecast-blobs.ts';
import { REPLAY_CONTAINER, replayBlobs } from './adapters/blobs/replay-blobs.ts';
import { calendarOrigin } from './adapters/calendars/calendar-origin.ts';
import { remoteClock, systemClock } from './adapters/clock.ts';
import { entraCredential } from './adapters/credential.ts';
import { documentFolder } from './adapters/document-folder.ts';
import { later, loadedOnce } from './adapters/later.ts';
import { namedFileFaults } from './adapters/named-file-faults.ts';
import { receivers } from './adapters/outbound/receivers.ts';
import { pageFile } from './adapters/page-file.ts';
import { ACTS, actQueue } from './adapters/queue/act-queue.ts';
import { EVALUATIONS, evaluationQueue } from './adapters/queue/evaluation-queue.ts';
import { eventQueues } from './adapters/queue/event-queues.ts';
import { REPLAYS, replayQueue } from './adapters/queue/replay-queue.ts';
import { type StorageQueue, storageQueue } from './adapters/queue/storage-queue.ts';
import { actLedgerTable } from './adapters/tables/act-ledger-table.ts';
import { calendarTable } from './adapters/tables/calendar-table.ts';
import { claimTable } from './adapters/tables/claim-table.ts';
import { deliveryTable } from './adapters/tables/delivery-table.ts';
import { markedChanges } from './adapters/tables/document-mark.ts';
import { documentTables } from './adapters/tables/document-tables.ts';
import { healthTable } from './adapters/tables/health-table.ts';
import { auditChains, auditTrail, dayFigures, demandRecords, poolStates } from './adapters/tables/later-tables.ts';
import { markedDocuments, markedNotes } from './adapters/tables/marked-documents.ts';
import { openCreationTable } from './adapters/tables/open-creation-table.ts';
import { openRequestTable } from './adapters/tables/open-request-table.ts';
import { poolNoteTable } from './adapters/tables/pool-note-table.ts';
import { type Table, tables } from './adapters/tables/storage/table.ts';
import { throttleTable } from './adapters/tables/throttle-table.ts';
import { tickTable } from './adapters/tables/tick-table.ts';
import { guardAttempts } from './app/attempts/guard-attempts.ts';
import type { CalendarKeeping } from './app/calendars/keep-calendars.ts';
import type { DocumentSources } from './app/documents/read-documents.ts';
import type { HasTickDocuments } from './app/documents/unchanged-documents.ts';
import type { HasCountsInTurn } from './app/evaluation/count-in-turn.ts';
import type { HasDocumentsAt } from './app/evaluation/documents-at.ts';
import { rememberJobs } from './app/evaluation/jobs-at.ts';
import { largePoolsInTurn } from './app/evaluation/large-pools.ts';
import type { ForecastModels } from './app/forecast/forecast-models.ts';
import { rememberHealth } from './app/health-memory.ts';
import { deliveryShares } from './app/outbound/delivery-shares.ts';
import { publishingRecords } from './app/outbound/publish-records.ts';
import { toldNotices } from './app/outbound/told-notices.ts';
import type { Ports } from './app/ports.ts';
import { countRefusals } from './app/webhooks/refusals.ts';
import { type Config, ConfigError, readConfig } from './config/config.ts';
import type { RetailPricesConfig } from './config/retail-prices.ts';
import type { HasBatchReader } from './ports/batch.ts';
import type { Calendars } from './ports/calendars.ts';
import type { Clock } from './ports/clock.ts';
import { AppError } from './ports/errors.ts';
import type { HasForecastStates } from './ports/forecast-states.ts';
import type { RetailPrices } from './ports/retail-prices.ts';

/** The folder of the built app: a part of the bundle stands one folder below it. */
const BUILT = import.meta.filename.endsWith('.ts')
  ? join(import.meta.dirname, '..', 'dist', 'app')
  : join(import.meta.dirname, '..');

type Pause = Ports['pause'];

/** Builds everything that the use cases need from a configuration. Nothing is connected before it is used. */
export function compose(config: Config, pause: Pause = (ms) => setTimeout(ms)): Ports {
  const credential = entraCredential(config.identityClientId);
  const tableOf = tables(config.storage, credential);
  const queueOf = (name: string) => storageQueue(config.storage, credential, name);
  const [clock, wallClock] = [clockAt(config.clock), clockAt(config.wallClock)];
  const claims = claimTable(tableOf('Claims'), wallClock);
  const attempts = guardAttempts({ claims, wallClock });
  const poolState = tableOf('PoolState');
  const calling = callingBatch(config, { credential, poolState, pause });
  const { batch } = calling;
  const events = eventQueues(queueOf);
  const audit = publishingRecords(auditTrail(tableOf('Audit')), events);
  const { healthCalls, auditMonths, actLimits, platformAuthentication, url, webhookSecrets } = config;
  const newCorrelation = () => crypto.randomUUID();
  return {
    ...watch(config, credential),
    wallClock,
    pause,
    clock,
    ...calling,
    ...rememberJobs({ batch }),
    ...countedInTurn({ batch }, config.workCalls),
    ...largePoolsInTurn(),
    ...recordedDemand(config, { credential, tableOf, queueOf }),
    ...keptDocuments(config, { tableOf, attempts, clock }),
    openCreations: openCreationTable(tableOf('Overrides')),
    openRequests: openRequestTable(tableOf('Overrides')),
    poolStates: poolStates(poolState),
    ticks: tickTable(poolState),
    actLedger: actLedgerTable(poolState),
    health: healthTable(poolState),
    auditChains: auditChains(tableOf('Audit')),
    auditAnchors: anchorBlobs(blobContainer(config.storage, credential, ANCHOR_CONTAINER)),
    auditArchive: blobArchive(config.storage, credential),
    audit,
    evaluations: evaluationQueue(queueOf(EVALUATIONS)),
    acts: actQueue(queueOf(ACTS)),
    attempts,
    claims,
    receivers: receivers({ hosts: config.outboundHosts, credential }),
    deliveries: deliveryTable(tableOf('Deliveries')),
    deliveryShares: deliveryShares(),
    toldNotices: toldNotices(),
    events,
    newToken: () => randomBytes(32).toString('base64url'),
    dashboard: pageFile(join(BUILT, 'dashboard.html')),
    refusals: countRefusals({ audit, clock, wallClock, newCorrelation }),
    newCorrelation,
    settings: { healthCalls, auditMonths, actLimits, platformAuthentication, url, webhookSecrets },
  };
}

/** The work of the jobs of a pool. */
function countedInTurn(batch: HasBatchReader, calls: number): HasCountsInTurn {
  const counting = loadedOnce(async () =>
    (await import('./app/evaluation/count-in-turn.ts')).countingInTurn(batch, calls),
  );
  return later(counting, ['countInTurn']);
}

/** The models that forecasts are made by. */
function forecastModels(states: HasForecastStates): ForecastModels {
  const models = loadedOnce(async () => (await import('./app/forecast/forecast-models.ts')).holdModels(states));
  return later(models, ['modelOf', 'hold']);
}

/** What people say of pools, and the calendars that it names. */
function keptDocuments(
  { documentsFolder, outboundHosts }: Config,
  { tableOf, attempts, clock }: Pick<Connections, 'tableOf'> & Pick<Ports, 'attempts' | 'clock'>,
) {
  const folders = documentsFolder === undefined ? [] : [documentsFolder];
  const origin = calendarOrigin({ hosts: outboundHosts, folders });
  const marked = markedChanges(tableOf('PoolState'));
  const sources = {
    documents: markedDocuments(documentTables(tableOf), marked),
    overrides: markedNotes(poolNoteTable(tableOf('Overrides'), 'override'), marked),
    announcements: markedNotes(poolNoteTable(tableOf('Demand'), 'announced'), marked),
    circuitResets: markedNotes(poolNoteTable(tableOf('Overrides'), 'reset'), marked),
    calendars: keptCalendars({ attempts, origin, copies: calendarTable(tableOf('Schedules')), clock }),
  };
  return {
    ...sources,
    ...rememberedDocuments({ ...sources, attempts, clock }),
    ...unchangedDocuments({ ...sources, attempts, clock }),
    documentFiles: documentFolder(documentsFolder),
  };
}

/** The calendars that are kept. */
function keptCalendars(keeping: CalendarKeeping): Calendars {
  const kept = loadedOnce(async () => (await import('./app/calendars/keep-calendars.ts')).keepCalendars(keeping));
  return later(kept, ['read', 'copies', 'sweep']);
}

/** The documents of a tick. */
function rememberedDocuments(sources: DocumentSources): HasDocumentsAt {
  const remembered = loadedOnce(async () =>
    (await import('./app/evaluation/documents-at.ts')).rememberDocuments(sources),
  );
  return later(remembered, ['documentsAt']);
}

/** The same for the survey of a tick. */
function unchangedDocuments(sources: DocumentSources): HasTickDocuments {
  const remembered = loadedOnce(async () =>
    (await import('./app/documents/unchanged-documents.ts')).rememberUnchanged(sources),
  );
  return later(remembered, ['documentsForTick']);
}

/** Batch, with what is known of the calls to it. */
function callingBatch(
  config: Config,
  {
    credential,
    poolState,
    pause,
  }: { readonly credential: ReturnType<typeof entraCredential>; readonly poolState: Table; readonly pause: Pause },
): Pick<Ports, 'batch' | 'batchCalls' | 'throttle'> {
  const batchCalls = callCounter();
  const throttle = sharedThrottle({ store: throttleTable(poolState), now: Date.now, pause });
  return {
    batchCalls,
    throttle,
    batch: batchAccounts({ ...config, countCalls: batchCalls.policy, throttle }, credential),
  };
}

interface Connections {
  readonly credential: ReturnType<typeof entraCredential>;
  readonly tableOf: ReturnType<typeof tables>;
  readonly queueOf: (name: string) => StorageQueue;
}

/** What is kept of the demand of pools, and what is learned and told from it. */
function recordedDemand(config: Config, { credential, tableOf, queueOf }: Connections) {
  const container = (name: string) => blobContainer(config.storage, credential, name);
  const { retailPrices, outboundHosts: hosts } = config;
  return {
    demandRecords: demandRecords(tableOf('Demand')),
    dayFigures: dayFigures(tableOf('Demand')),
    forecastModels: forecastModels({ forecastStates: forecastBlobs(container(FORECAST_CONTAINER)) }),
    replays: replayBlobs(container(REPLAY_CONTAINER)),
    replayQueue: replayQueue(queueOf(REPLAYS)),
    retailPrices:
      retailPrices === undefined ? { priceOf: async () => undefined } : retailPricesFrom(retailPrices, hosts),
  };
}

function retailPricesFrom(config: RetailPricesConfig, hosts: Config['outboundHosts']): RetailPrices {
  const prices = loadedOnce(async () => {
    const { retailPriceList } = await import('./adapters/prices/retail-price-list.ts');
    return retailPriceList(config, { hosts, now: () => Date.now() });
  });
  return later(prices, ['priceOf']);
}

/** The clock at an address; the real time without one. */
function clockAt(address: string | undefined): Clock {
  return address === undefined ? systemClock : remoteClock(address);
}

/** What the health of the app is made from, beside what everything else needs. */
function watch(
  config: Config,
  credential: ReturnType<typeof entraCredential>,
): Pick<Ports, 'blobService' | 'healthMemory' | 'namedFileFaults' | 'unknownSettings'> {
  const { storage, unknownSettings } = config;
  return {
    blobService: blobService(storage, credential),
    healthMemory: rememberHealth(),
    namedFileFaults: namedFileFaults(config),
    unknownSettings,
  };
}

/**
 * The ports of this app, built from its settings when they are first needed: an app that fails while it is loaded shows
 * in Azure as one without functions, and nobody sees why.
 */
export const ports = once(() => compose(readSettings()));

function readSettings(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new AppError('Misconfigured', error.message, { cause: error });
  }
}

/** Makes a value when it is first asked for, and gives the same from then on. A failure is not kept. */
function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
