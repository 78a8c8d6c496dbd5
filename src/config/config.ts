import type * as z from 'zod';
import { type AccountConfig, type AccountSource, accountSources, namedAccounts } from './accounts.ts';
import type { ACT_LIMITS } from './act-limits.ts';
import type { RetailPricesConfig } from './retail-prices.ts';
import type { Setting, ValueOf } from './setting.ts';
import { SETTINGS } from './settings.ts';
import { type StorageConfig, storageOf } from './storage.ts';
import type { WebhookSecrets } from './webhook-secrets.ts';

/** What the app is told from outside. */
export interface Config {
  readonly storage: StorageConfig;
  readonly accounts: readonly AccountConfig[];
  /** Where more accounts are found. */
  readonly accountSources: readonly AccountSource[];
  /** Shared keys in Base64 by the name of the account. */
  readonly accountKeys: Readonly<Record<string, string>>;
  readonly apiVersion: string;
  readonly armEndpoint: string;
  readonly armApiVersion: string;
  readonly tokenScope: string;
  /** The identity to sign in with, where the app has more than one. */
  readonly identityClientId: string | undefined;
  /** Address of a virtual clock; the real time without it. */
  readonly clock: string | undefined;
  /** Address of the clock by which processes live; the real time without it. */
  readonly wallClock: string | undefined;
  /** A folder with schedules and policies in files, to begin with. */
  readonly documentsFolder: string | undefined;
  /** Hosts, or hosts with ports, that may be fetched from although they are private or speak http. */
  readonly outboundHosts: readonly string[];
  /** Where this app can be reached from outside, without a slash at its end. */
  readonly url: string | undefined;
  /** The most calls that one run spends on the health of single pools and nodes of an account. */
  readonly healthCalls: number;
  /** The most calls that one tick spends on the jobs of an account. */
  readonly workCalls: number;
  /** Is the authentication of App Service on, so that it says who calls? */
  readonly platformAuthentication: boolean;
  /** Whole months after which records of the audit log go to the archive; for ever in the table without it. */
  readonly auditMonths: number | undefined;
  /** The most nodes that pools may start and deallocate together. */
  readonly actLimits: z.infer<typeof ACT_LIMITS>;
  /** Where prices are taken from that policies do not have. */
  readonly retailPrices: RetailPricesConfig | undefined;
  /** What the sources of webhooks prove themselves with. */
  readonly webhookSecrets: WebhookSecrets;
}

/** The settings are wrong. The message lists everything that is. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The app settings are not complete:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the app settings to the end. @throws ConfigError with every problem */
export function readConfig(environment: Environment): Config {
  const problems: string[] = [];
  const read = <One extends Setting>(setting: One) => readSetting(setting, environment, problems);
  const storage = readStorage(read, problems);
  const accounts = read(SETTINGS.accounts);
  const accountKeys = read(SETTINGS.accountKeys) ?? {};
  if (!isSet(SETTINGS.accounts, environment)) problems.push(problemOf(SETTINGS.accounts, ['it is missing']));
  const settings = readRest(read);
  if (problems.length > 0 || storage === undefined || accounts === undefined) throw new ConfigError(problems);
  return {
    storage,
    accounts: namedAccounts(accounts, accountKeys),
    accountSources: accountSources(accounts),
    accountKeys,
    ...settings,
  };
}

/**
 * One setting. What is wrong with it goes to the problems; then the value is `undefined`, and nothing is to be done with it.
 */
export function readSetting<One extends Setting>(
  setting: One,
  environment: Environment,
  problems: string[],
): ValueOf<One> {
  const { name, default: otherwise } = setting;
  // An empty setting is none: some places cannot remove one.
  const text = isSet(setting, environment) ? environment[name]?.trim() : otherwise;
  if (text === undefined) return undefined as ValueOf<One>;
  const parsed = setting.parse(text);
  if ('value' in parsed) return parsed.value as ValueOf<One>;
  problems.push(problemOf(setting, parsed.problems));
  return undefined as ValueOf<One>;
}

type Read = <One extends Setting>(setting: One) => ValueOf<One>;

function isSet({ name }: Setting, environment: Environment): boolean {
  return (environment[name] ?? '').trim() !== '';
}

function problemOf({ name, expected }: Setting, details: readonly string[]): string {
  return `${name}: ${expected} is expected${details.length > 0 ? ` (${details.join('; ')})` : ''}`;
}

function readStorage(read: Read, problems: string[]): StorageConfig | undefined {
  const before = problems.length;
  const storage = storageOf({
    connectionString: read(SETTINGS.storage),
    accountName: read(SETTINGS.storageAccountName),
    tables: read(SETTINGS.storageTables),
    queues: read(SETTINGS.storageQueues),
    blobs: read(SETTINGS.storageBlobs),
  });
  if (storage === undefined && problems.length === before)
    problems.push(
      'AzureWebJobsStorage: a connection string is missing, or AzureWebJobsStorage__accountName for an identity',
    );
  return storage;
}

function readRest(read: Read): Omit<Config, 'storage' | 'accounts' | 'accountSources' | 'accountKeys'> {
  const hostname = read(SETTINGS.hostname);
  return {
    apiVersion: read(SETTINGS.apiVersion),
    armEndpoint: read(SETTINGS.armEndpoint),
    armApiVersion: read(SETTINGS.armApiVersion),
    tokenScope: read(SETTINGS.tokenScope),
    identityClientId: read(SETTINGS.identityClientId),
    clock: read(SETTINGS.clock),
    wallClock: read(SETTINGS.wallClock),
    documentsFolder: read(SETTINGS.documentsFolder),
    outboundHosts: read(SETTINGS.outboundHosts),
    // The platform says under which name it serves the app: https://learn.microsoft.com/azure/app-service/reference-app-settings
    url: read(SETTINGS.url) ?? (hostname === undefined ? undefined : `https://${hostname}`),
    healthCalls: read(SETTINGS.healthCalls),
    workCalls: read(SETTINGS.workCalls),
    platformAuthentication: read(SETTINGS.platformAuthentication),
    auditMonths: read(SETTINGS.auditMonths),
    actLimits: read(SETTINGS.actLimits),
    retailPrices: read(SETTINGS.retailPrices),
    webhookSecrets: read(SETTINGS.webhookSecrets) ?? new Map(),
  };
}
