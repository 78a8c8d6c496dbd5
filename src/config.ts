import * as z from 'zod';
import { readWebhookSecrets, type WebhookSecrets } from './config/webhook-secrets.ts';

/** The version of the management plane that is spoken if the settings do not say another. */
export const DEFAULT_ARM_API_VERSION = '2024-07-01';

/** One Batch account that is looked after. */
export interface AccountConfig {
  readonly name: string;
  /** Address of the data plane. Without it the management plane is asked for it. */
  readonly endpoint: string | undefined;
  /** `/subscriptions/…/resourceGroups/…/providers/Microsoft.Batch/batchAccounts/NAME` */
  readonly resourceId: string | undefined;
  /** Shared key in Base64; without it the app signs in with Microsoft Entra ID. */
  readonly key: string | undefined;
}

/** Where tables, queues and blobs are: a connection string, or addresses for which the app signs in. */
export type StorageConfig =
  | { readonly kind: 'connection-string'; readonly connectionString: string }
  | {
      readonly kind: 'identity';
      readonly tables: string;
      readonly queues: string;
      /** Only the archive of the history needs blobs. */
      readonly blobs?: string | undefined;
    };

/** What the app is told from outside. */
export interface Config {
  readonly storage: StorageConfig;
  readonly accounts: readonly AccountConfig[];
  readonly apiVersion: string;
  readonly armEndpoint: string;
  readonly armApiVersion: string;
  readonly tokenScope: string;
  /** The identity to sign in with, where the app has more than one. */
  readonly identityClientId: string | undefined;
  /** Address of a virtual clock; the real time without it. */
  readonly clock: string | undefined;
  /** A folder with schedules and policies in files, to begin with. */
  readonly documentsFolder: string | undefined;
  /** Hosts, or hosts with ports, that may be fetched from although they are private or speak http. */
  readonly outboundHosts: readonly string[];
  /** Where this app can be reached from outside, without a slash at its end. */
  readonly url: string | undefined;
  /** The most calls that one run spends on the health of single pools and nodes of an account. */
  readonly healthCalls: number;
  /** Is the authentication of App Service on, so that it says who calls? */
  readonly platformAuthentication: boolean;
  /** Whole months after which records of the history go to the archive; for ever in the table without it. */
  readonly auditMonths: number | undefined;
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
export function readConfig(given: Environment): Config {
  // An empty setting is none: some places cannot remove one.
  const environment = Object.fromEntries(Object.entries(given).filter(([, value]) => value?.trim() !== ''));
  const problems: string[] = [];
  const storage = readStorage(environment, problems);
  const accounts = readAccounts(environment, problems);
  const settings = readSettings(environment, problems);
  if (problems.length > 0 || storage === undefined) throw new ConfigError(problems);
  return { storage, accounts, ...settings };
}

const URL_TEXT = z.url({ protocol: /^https?$/ });

/** Good enough to tell a connection string from something else; the SDK reads it. */
const CONNECTION_STRING =
  /^(?=.*(?:AccountName|TableEndpoint)=)(?=.*(?:AccountKey|SharedAccessSignature)=)|UseDevelopmentStorage=true/i;

function readStorage(environment: Environment, problems: string[]): StorageConfig | undefined {
  const connectionString = environment['AzureWebJobsStorage'];
  if (connectionString !== undefined) {
    if (CONNECTION_STRING.test(connectionString)) return { kind: 'connection-string', connectionString };
    problems.push('AzureWebJobsStorage: a connection string such as AccountName=…;AccountKey=… is expected');
    return undefined;
  }
  const tables = serviceOf(environment, 'table');
  const queues = serviceOf(environment, 'queue');
  const blobs = serviceOf(environment, 'blob');
  if (tables !== undefined && queues !== undefined)
    return { kind: 'identity', tables, queues, ...(blobs !== undefined && { blobs }) };
  problems.push(
    'AzureWebJobsStorage: a connection string is missing, or AzureWebJobsStorage__accountName for an identity',
  );
  return undefined;
}

function serviceOf(environment: Environment, service: 'blob' | 'queue' | 'table'): string | undefined {
  const account = environment['AzureWebJobsStorage__accountName'];
  const said = environment[`AzureWebJobsStorage__${service}ServiceUri`];
  return said ?? (account && `https://${account}.${service}.core.windows.net`);
}

/** "3 to 24 characters long and must use only numbers and lower-case letters" */
const ACCOUNT_NAME = /^[a-z0-9]{3,24}$/;

const ACCOUNTS = z
  .array(
    z
      .strictObject({
        name: z.string().regex(ACCOUNT_NAME),
        endpoint: URL_TEXT.optional(),
        resourceId: z.string().startsWith('/subscriptions/').optional(),
      })
      .refine(
        ({ endpoint, resourceId }) => endpoint !== undefined || resourceId !== undefined,
        'endpoint or resourceId is missing',
      ),
  )
  .min(1)
  .refine(
    (accounts) => new Set(accounts.map(({ name }) => name)).size === accounts.length,
    'an account is there twice',
  );

const KEYS = z.record(z.string(), z.base64());

function readAccounts(environment: Environment, problems: string[]): readonly AccountConfig[] {
  const accounts = readJson(environment, 'BATCH_ACCOUNTS', {
    schema: ACCOUNTS,
    example: '[{"name":"demo","endpoint":"https://…"}]',
    problems,
  });
  if (environment['BATCH_ACCOUNT_KEYS'] === undefined)
    return (accounts ?? []).map((account) => withKey(account, undefined));
  const keys = readJson(environment, 'BATCH_ACCOUNT_KEYS', { schema: KEYS, example: '{"demo":"<base64>"}', problems });
  return (accounts ?? []).map((account) => withKey(account, keys?.[account.name]));
}

function withKey(
  { name, endpoint, resourceId }: z.infer<typeof ACCOUNTS>[number],
  key: string | undefined,
): AccountConfig {
  return { name, endpoint, resourceId, key };
}

interface JsonSetting<Schema extends z.ZodType> {
  readonly schema: Schema;
  readonly example: string;
  readonly problems: string[];
}

function readJson<Schema extends z.ZodType>(
  environment: Environment,
  name: string,
  { schema, example, problems }: JsonSetting<Schema>,
): z.infer<Schema> | undefined {
  const json = parseJson(environment[name]);
  const result = json.ok ? schema.safeParse(json.value) : undefined;
  if (result?.success === true) return result.data;
  const faults = json.ok ? (result?.error?.issues ?? []).map(faultText) : [json.fault];
  problems.push(`${name}: JSON such as ${example} is expected (${faults.join('; ')})`);
  return undefined;
}

/** A member that is no name of ours may be a secret in the wrong place: it is not repeated. */
function faultText({ path, message }: z.core.$ZodIssue): string {
  const shown = path.map((part) =>
    typeof part === 'string' && !/^(?:[a-z0-9]{3,24}|resourceId)$/.test(part) ? '…' : part,
  );
  return `${shown.length > 0 ? `${shown.join('.')}: ` : ''}${message}`;
}

function parseJson(
  text: string | undefined,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly fault: string } {
  if (text === undefined) return { ok: false, fault: 'it is missing' };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, fault: 'what is there is not JSON' };
  }
}

function readSettings(environment: Environment, problems: string[]): Omit<Config, 'storage' | 'accounts'> {
  return {
    apiVersion: environment['BATCH_API_VERSION'] ?? '2024-07-01.20.0',
    armEndpoint: urlSetting(environment, 'ARM_ENDPOINT', problems) ?? 'https://management.azure.com',
    armApiVersion: environment['ARM_API_VERSION'] ?? DEFAULT_ARM_API_VERSION,
    // The resource is "https://batch.core.windows.net/" with its slash, hence two of them in the scope.
    tokenScope: environment['BATCH_TOKEN_SCOPE'] ?? 'https://batch.core.windows.net//.default',
    identityClientId: environment['AzureWebJobsStorage__clientId'],
    clock: urlSetting(environment, 'LAMPLIGHTER_CLOCK', problems),
    documentsFolder: environment['LAMPLIGHTER_DOCUMENTS'],
    outboundHosts: readOutboundHosts(environment, problems),
    url: urlSetting(environment, 'LAMPLIGHTER_URL', problems) ?? platformUrl(environment),
    healthCalls: wholeNumber(environment, 'LAMPLIGHTER_HEALTH_CALLS', { otherwise: 60, problems }),
    platformAuthentication: readPlatformAuthentication(environment, problems),
    auditMonths: readAuditMonths(environment, problems),
    webhookSecrets: readWebhookSecrets(environment, problems),
  };
}

/**
 * "Injected into a Windows or Linux app to indicate whether App Service authentication is enabled."
 * https://learn.microsoft.com/azure/app-service/reference-app-settings
 */
function readPlatformAuthentication(environment: Environment, problems: string[]): boolean {
  const text = environment['WEBSITE_AUTH_ENABLED']?.trim().toLowerCase();
  // assumed: it is `True` where it is on, `False` or missing where it is off. Any other word is neither.
  if (text !== undefined && !['true', 'false'].includes(text))
    problems.push('WEBSITE_AUTH_ENABLED: True or False is expected, as the platform sets it');
  return text === 'true';
}

/** The platform says under which name it serves the app: https://learn.microsoft.com/azure/app-service/reference-app-settings */
function platformUrl(environment: Environment): string | undefined {
  const host = environment['WEBSITE_HOSTNAME'];
  return host === undefined ? undefined : `https://${host}`;
}

function readAuditMonths(environment: Environment, problems: string[]): number | undefined {
  const text = environment['LAMPLIGHTER_AUDIT_MONTHS']?.trim();
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,3}$/.test(text))
    problems.push('LAMPLIGHTER_AUDIT_MONTHS: a whole number of months such as 13 is expected');
  return Number(text);
}

/** A name or an address, and perhaps a port. */
const HOST = /^(?:[a-z0-9_](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** Reads `LAMPLIGHTER_OUTBOUND_HOSTS`. What is wrong with it goes to the problems. */
export function readOutboundHosts(environment: Environment, problems: string[]): readonly string[] {
  const hosts = (environment['LAMPLIGHTER_OUTBOUND_HOSTS'] ?? '').split(',').map((host) => host.trim());
  const named = hosts.filter((host) => host !== '');
  if (!named.every((host) => HOST.test(host)))
    problems.push('LAMPLIGHTER_OUTBOUND_HOSTS: hosts such as calendars.corp,localhost:8080 are expected');
  return named;
}

/** A setting that is a whole number, and not negative. */
function wholeNumber(
  environment: Environment,
  name: string,
  { otherwise, problems }: { readonly otherwise: number; readonly problems: string[] },
): number {
  const text = environment[name]?.trim();
  if (text === undefined) return otherwise;
  if (!/^\d{1,6}$/.test(text)) problems.push(`${name}: a whole number such as ${otherwise} is expected`);
  return Number(text);
}

function urlSetting(environment: Environment, name: string, problems: string[]): string | undefined {
  const text = environment[name];
  if (text === undefined) return undefined;
  // What is there is not repeated: an address can hold a password.
  if (!URL_TEXT.safeParse(text).success) problems.push(`${name}: what is there is not an http or https address`);
  return text.replace(/\/$/, '');
}
