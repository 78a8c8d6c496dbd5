import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { batchAccounts } from './adapters/batch/batch-accounts.ts';
import { callCounter } from './adapters/batch/client/call-counter.ts';
import { sharedThrottle } from './adapters/batch/client/shared-throttle.ts';
import { blobService } from './adapters/blobs/blob-service.ts';
import { remoteClock, systemClock } from './adapters/clock.ts';
import { entraCredential } from './adapters/credential.ts';
import { later, loadedOnce } from './adapters/later.ts';
import type { StorageAccount } from './adapters/storage-account/storage-account.ts';
import { storageLater } from './adapters/storage-account/storage-later.ts';
import { auditChains, auditTrail, dayFigures, demandRecords, poolStates } from './adapters/tables/later-tables.ts';
import type { TableName } from './adapters/tables/storage/table.ts';
import type { guardAttempts } from './app/attempts/guard-attempts.ts';
import type { HasTickDocuments } from './app/documents/unchanged-documents.ts';
import type { HasCountsInTurn } from './app/evaluation/count-in-turn.ts';
import type { HasDocumentsAt } from './app/evaluation/documents-at.ts';
import { rememberJobs } from './app/evaluation/jobs-at.ts';
import { largePoolsInTurn } from './app/evaluation/large-pools.ts';
import { surveysInTime } from './app/evaluation/survey-in-time.ts';
import type { ForecastModels } from './app/forecast/forecast-models.ts';
import { rememberHealth } from './app/health-memory.ts';
import { deliveryShares } from './app/outbound/delivery-shares.ts';
import { toldNotices } from './app/outbound/told-notices.ts';
import type { Ports } from './app/ports.ts';
import type { countRefusals } from './app/webhooks/refusals.ts';
import { type Config, ConfigError, readConfig } from './config/config.ts';
import type { Attempts, HasAttempts } from './ports/attempts.ts';
import type { AuditTrail } from './ports/audit.ts';
import type { HasBatchReader } from './ports/batch.ts';
import type { BuiltPage } from './ports/built-page.ts';
import type { HasCalendars } from './ports/calendars.ts';
import type { Clock, HasClock } from './ports/clock.ts';
import type { HasDocumentFiles } from './ports/documents.ts';
import { AppError } from './ports/errors.ts';
import type { EventQueues } from './ports/event-queues.ts';
import type { Receivers } from './ports/receivers.ts';
import type { Refusals } from './ports/refusals.ts';
import type { RetailPrices } from './ports/retail-prices.ts';

/** The folder of the built app: a part of the bundle stands one folder below it. */
const BUILT = import.meta.filename.endsWith('.ts')
  ? join(import.meta.dirname, '..', 'dist', 'app')
  : join(import.meta.dirname, '..');

type Pause = Ports['pause'];

/** Builds everything that the use cases need from a configuration. Nothing is connected before it is used. */
export function compose(config: Config, pause: Pause = waited): Ports {
  const credential = entraCredential(config.identityClientId);
  const [clock, wallClock] = [clockAt(config.clock), clockAt(config.wallClock)];
  const { storage } = config;
  const account = loadedOnce(async () =>
    (await import('./adapters/storage-account/storage-account.ts')).storageAccount({ storage, credential, wallClock }),
  );
  const tableOf = (name: TableName) => async () => (await account()).tableOf(name);
  const stored = storageLater(account);
  const attempts = guardedAttempts({ claims: stored.claims, wallClock });
  const calling = callingBatch(config, { credential, account, pause });
  const { batch } = calling;
  const audit = publishedAudit(auditTrail(tableOf('Audit')), stored.events);
  const { healthCalls, auditMonths, actLimits, platformAuthentication, url, webhookSecrets } = config;
  const newCorrelation = () => crypto.randomUUID();
  return {
    ...stored,
    ...watch(config, credential),
    wallClock,
    pause,
    clock,
    ...calling,
    ...rememberJobs({ batch }),
    ...countedInTurn({ batch }, config.workCalls),
    ...largePoolsInTurn(),
    ...surveysInTime(),
    ...readDocuments(config, { stored, account, attempts, clock }),
    poolStates: poolStates(tableOf('PoolState')),
    demandRecords: demandRecords(tableOf('Demand')),
    dayFigures: dayFigures(tableOf('Demand')),
    forecastModels: forecastModels(account),
    retailPrices: retailPrices(config),
    audit,
    auditChains: auditChains(tableOf('Audit')),
    attempts,
    receivers: receivers(config.outboundHosts, credential),
    deliveryShares: deliveryShares(),
    toldNotices: toldNotices(),
    newToken: () => randomBytes(32).toString('base64url'),
    dashboard: dashboard(),
    refusals: refusals({ audit, clock, wallClock, newCorrelation }),
    newCorrelation,
    settings: { healthCalls, auditMonths, actLimits, platformAuthentication, url, webhookSecrets },
  };
}

type Account = () => Promise<StorageAccount>;

/** The function of node:timers/promises would load that module into each new instance. */
function waited(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Work that may crash its process. */
function guardedAttempts(ports: Parameters<typeof guardAttempts>[0]): Attempts {
  const guarded = loadedOnce(async () => (await import('./app/attempts/guard-attempts.ts')).guardAttempts(ports));
  return later(guarded, ['attempt']);
}

/** The audit log, whose records are published as events. */
function publishedAudit(trail: AuditTrail, events: EventQueues): AuditTrail {
  const published = loadedOnce(async () =>
    (await import('./app/outbound/publish-records.ts')).publishingRecords(trail, events),
  );
  return { ...trail, ...later(published, ['append']) };
}

/** The work of the jobs of a pool. */
function countedInTurn(batch: HasBatchReader, calls: number): HasCountsInTurn {
  const counting = loadedOnce(async () =>
    (await import('./app/evaluation/count-in-turn.ts')).countingInTurn(batch, calls),
  );
  return later(counting, ['countInTurn']);
}

/** The models that forecasts are made by. */
function forecastModels(account: Account): ForecastModels {
  const models = loadedOnce(async () =>
    (await import('./app/forecast/forecast-models.ts')).holdModels(await account()),
  );
  return later(models, ['modelOf', 'hold']);
}

interface Reading extends HasAttempts, HasClock {
  readonly stored: ReturnType<typeof storageLater>;
  readonly account: Account;
}

/** What people say of pools, and the calendars that it names. */
function readDocuments(
  { documentsFolder, outboundHosts: hosts }: Config,
  { stored, account, attempts, clock }: Reading,
): HasCalendars & HasDocumentFiles & HasDocumentsAt & HasTickDocuments {
  const folders = documentsFolder === undefined ? [] : [documentsFolder];
  const kept = loadedOnce(async () => {
    const [{ keepCalendars }, { calendarOrigin }, { calendarCopies: copies }] = await Promise.all([
      import('./app/calendars/keep-calendars.ts'),
      import('./adapters/calendars/calendar-origin.ts'),
      account(),
    ]);
    return keepCalendars({ attempts, origin: calendarOrigin({ hosts, folders }), copies, clock });
  });
  const calendars = later(kept, ['read', 'copies', 'sweep']);
  const sources = { ...stored, calendars, attempts, clock };
  const remembered = loadedOnce(async () =>
    (await import('./app/evaluation/documents-at.ts')).rememberDocuments(sources),
  );
  const unchanged = loadedOnce(async () =>
    (await import('./app/documents/unchanged-documents.ts')).rememberUnchanged(sources),
  );
  const files = loadedOnce(async () => (await import('./adapters/document-folder.ts')).documentFolder(documentsFolder));
  return {
    calendars,
    ...later(remembered, ['documentsAt']),
    ...later(unchanged, ['documentsForTick']),
    documentFiles: later(files, ['read']),
  };
}

interface Calling {
  readonly credential: ReturnType<typeof entraCredential>;
  readonly account: Account;
  readonly pause: Pause;
}

/** Batch, with what is known of the calls to it. */
function callingBatch(
  config: Config,
  { credential, account, pause }: Calling,
): Pick<Ports, 'batch' | 'batchCalls' | 'throttle'> {
  const batchCalls = callCounter();
  const store = later(async () => (await account()).throttled, ['read', 'write']);
  const throttle = sharedThrottle({ store, now: Date.now, pause });
  return {
    batchCalls,
    throttle,
    batch: batchAccounts({ ...config, countCalls: batchCalls.policy, throttle }, credential),
  };
}

function retailPrices({ retailPrices: config, outboundHosts: hosts }: Config): RetailPrices {
  if (config === undefined) return { priceOf: async () => undefined };
  const prices = loadedOnce(async () => {
    const { retailPriceList } = await import('./adapters/prices/retail-price-list.ts');
    return retailPriceList(config, { hosts, now: () => Date.now() });
  });
  return later(prices, ['priceOf']);
}

/** The receivers of events. */
function receivers(hosts: Config['outboundHosts'], credential: ReturnType<typeof entraCredential>): Receivers {
  const reached = loadedOnce(async () =>
    (await import('./adapters/outbound/receivers.ts')).receivers({ hosts, credential }),
  );
  return later(reached, ['whyNot', 'post']);
}

/** The refusals of webhooks. */
function refusals(ports: Parameters<typeof countRefusals>[0]): Refusals {
  const counted = loadedOnce(async () => (await import('./app/webhooks/refusals.ts')).countRefusals(ports));
  return later(counted, ['refused', 'validated', 'admits', 'recordsIgnored', 'settle']);
}

/** The page, from the folder of the built app. */
function dashboard(): BuiltPage {
  const page = loadedOnce(async () =>
    (await import('./adapters/page-file.ts')).pageFile(join(BUILT, 'dashboard.html')),
  );
  return later(page, ['read']);
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
    namedFileFaults: async () => (await import('./adapters/named-file-faults.ts')).namedFileFaults(config)(),
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
