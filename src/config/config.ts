import type * as z from 'zod';
import { type ACCOUNTS, type AccountConfig, type AccountSource, accountSources, namedAccounts } from './accounts.ts';
import { type ACT_LIMITS, NO_LIMITS } from './act-limits.ts';
import type { RetailPricesConfig } from './retail-prices.ts';
import type { Setting, ValueOf } from './setting.ts';
import { SETTINGS } from './settings.ts';
import { type StorageConfig, storageOf } from './storage.ts';
import { unknownSettings } from './unknown-settings.ts';
import type { WebhookSecrets } from './webhook-secrets.ts';

/** The app settings, parsed and validated. */
export interface Config {
  readonly storage: StorageConfig;
  readonly accounts: readonly AccountConfig[];
  /** Subscriptions and resource groups in which the app finds more accounts by a tag. */
  readonly accountSources: readonly AccountSource[];
  /** Shared keys in Base64, by account name. */
  readonly accountKeys: Readonly<Record<string, string>>;
  readonly apiVersion: string;
  readonly armEndpoint: string;
  readonly armApiVersion: string;
  readonly tokenScope: string;
  /** Client id of the user-assigned identity to sign in with. */
  readonly identityClientId: string | undefined;
  /** Address of a virtual clock; `undefined` means the time of the machine. */
  readonly clock: string | undefined;
  /** Address of a virtual clock for leases and deadlines; `undefined` means the time of the machine. */
  readonly wallClock: string | undefined;
  /** Folder with schedules, policies and rules in JSON files. */
  readonly documentsFolder: string | undefined;
  /** Hosts, or hosts with ports, that the app may call over http or in a private network. */
  readonly outboundHosts: readonly string[];
  /** Public base address of the app, without a trailing slash. */
  readonly url: string | undefined;
  /** The most requests to Batch that one run of the health collector makes for an account. */
  readonly healthCalls: number;
  /** The most requests to Batch that one tick makes to count the tasks of an account's jobs. */
  readonly workCalls: number;
  /** Is the authentication of App Service on? Then its headers name the caller. */
  readonly platformAuthentication: boolean;
  /** Whole months after which records of the audit log are archived; `undefined` means never. */
  readonly auditMonths: number | undefined;
  /** The most nodes that pools together may start, deallocate and remove in an hour and in a day. */
  readonly actLimits: z.infer<typeof ACT_LIMITS>;
  /** Source of the prices for pools whose policy has none. */
  readonly retailPrices: RetailPricesConfig | undefined;
  readonly webhookSecrets: WebhookSecrets;
  /** Names that look like settings of the app and are none: they have no effect. */
  readonly unknownSettings: readonly string[];
}

/** Settings are missing or wrong. The message lists every problem. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The app settings are not complete:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Parses and validates the app settings. @throws ConfigError with every problem */
export function readConfig(environment: Environment): Config {
  const problems: string[] = [];
  const read = <One extends Setting>(setting: One) => readSetting(setting, environment, problems);
  const storage = readStorage(read, problems);
  const accounts = read(SETTINGS.accounts);
  const accountKeys = read(SETTINGS.accountKeys) ?? {};
  if (!isSet(SETTINGS.accounts, environment)) problems.push(problemOf(SETTINGS.accounts, ['it is missing']));
  const settings = readRest(read);
  // The app asks for it while it is loaded, and cannot say then that it is wrong.
  read(SETTINGS.httpStream);
  if (accounts !== undefined) {
    problems.push(...ofNobody(SETTINGS.accountKeys, { entries: accounts, byAccount: accountKeys }));
    problems.push(...ofNobody(SETTINGS.actLimits, { entries: accounts, byAccount: settings.actLimits?.accounts }));
  }
  if (problems.length > 0 || storage === undefined || accounts === undefined) throw new ConfigError(problems);
  return {
    storage,
    accounts: namedAccounts(accounts, accountKeys),
    accountSources: accountSources(accounts),
    accountKeys,
    ...settings,
    unknownSettings: unknownSettings(environment),
  };
}

/**
 * Parses one setting. If it is invalid, adds what is wrong to `problems` and returns `undefined`, which the caller must not use.
 */
export function readSetting<One extends Setting>(
  setting: One,
  environment: Environment,
  problems: string[],
): ValueOf<One> {
  const { name, default: otherwise } = setting;
  // An empty setting counts as missing, because some tools cannot remove a setting.
  const text = isSet(setting, environment) ? environment[name]?.trim() : otherwise;
  if (text === undefined) return undefined as ValueOf<One>;
  const parsed = setting.parse(text);
  if ('value' in parsed) return parsed.value as ValueOf<One>;
  problems.push(problemOf(setting, parsed.problems));
  return undefined as ValueOf<One>;
}

/**
 * Accounts for which a setting has a key or a limit and that are not there: with a misspelled name it would have no effect. Which
 * accounts are found by a tag is known only later.
 */
function ofNobody(
  setting: Setting,
  { entries, byAccount = {} }: { readonly entries: z.infer<typeof ACCOUNTS>; readonly byAccount?: object | undefined },
): readonly string[] {
  if (accountSources(entries).length > 0) return [];
  const names = namedAccounts(entries, {}).map(({ name }) => name);
  const unknown = Object.keys(byAccount).filter((name) => !names.includes(name));
  return unknown.map((name) => `${setting.name}: '${name}' is no account of ${SETTINGS.accounts.name}`);
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

function readRest(
  read: Read,
): Omit<Config, 'storage' | 'accounts' | 'accountSources' | 'accountKeys' | 'unknownSettings'> {
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
    // Azure sets WEBSITE_HOSTNAME: https://learn.microsoft.com/azure/app-service/reference-app-settings
    url: read(SETTINGS.url) ?? (hostname === undefined ? undefined : `https://${hostname}`),
    healthCalls: read(SETTINGS.healthCalls),
    workCalls: read(SETTINGS.workCalls),
    platformAuthentication: read(SETTINGS.platformAuthentication),
    auditMonths: read(SETTINGS.auditMonths),
    actLimits: read(SETTINGS.actLimits) ?? NO_LIMITS,
    retailPrices: read(SETTINGS.retailPrices),
    webhookSecrets: read(SETTINGS.webhookSecrets) ?? new Map(),
  };
}
