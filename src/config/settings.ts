import * as z from 'zod';
import { ACCOUNT_KEYS, ACCOUNTS } from './accounts.ts';
import { ACT_LIMITS } from './act-limits.ts';
import { FIRST_BATCH_API_VERSION, parseBatchApiVersion } from './batch-version.ts';
import { parseOutboundHosts } from './outbound-hosts.ts';
import { RETAIL_PRICES } from './retail-prices.ts';
import { ADDRESS, anyText, json, type Setting, text } from './setting.ts';
import { CONNECTION_STRING } from './storage.ts';
import { parseWebhookSecrets } from './webhook-secrets.ts';

/** The version of the management plane that is spoken if the settings do not say another. */
export const DEFAULT_ARM_API_VERSION = '2024-07-01';

const AN_ADDRESS = 'an http or https address';

/** Azurite's own account, as its documentation has it. https://learn.microsoft.com/azure/storage/common/storage-connect-azurite */
const AZURITE =
  'DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1;QueueEndpoint=http://127.0.0.1:10001/devstoreaccount1;TableEndpoint=http://127.0.0.1:10002/devstoreaccount1';

const EMULATOR = 'http://127.0.0.1:7080';

/** Every setting of the app, once: docs/settings.md and local.settings.sample.json are written from this table. */
export const SETTINGS = {
  storage: {
    name: 'AzureWebJobsStorage',
    expected: 'a connection string such as AccountName=…;AccountKey=…',
    without: 'the identity signs in to the storage account named below',
    meaning:
      'Connection string of the storage account for tables, queues and blobs. In Azure use the settings below instead.',
    isSecret: true,
    local: AZURITE,
    parse: text(z.string().regex(CONNECTION_STRING)),
  },
  storageAccountName: {
    name: 'AzureWebJobsStorage__accountName',
    expected: 'the name of a storage account',
    meaning: 'Name of the storage account to which the identity of the app signs in, in the public cloud.',
    parse: anyText,
  },
  storageTables: {
    name: 'AzureWebJobsStorage__tableServiceUri',
    expected: AN_ADDRESS,
    meaning: 'Address of its tables, instead of the name: right in every cloud.',
    parse: text(ADDRESS),
  },
  storageQueues: {
    name: 'AzureWebJobsStorage__queueServiceUri',
    expected: AN_ADDRESS,
    meaning: 'Address of its queues, instead of the name.',
    parse: text(ADDRESS),
  },
  storageBlobs: {
    name: 'AzureWebJobsStorage__blobServiceUri',
    expected: AN_ADDRESS,
    meaning:
      'Address of its blobs, instead of the name. The app needs it only where months of the audit log are archived; the host always does.',
    parse: text(ADDRESS),
  },
  identityClientId: {
    name: 'AzureWebJobsStorage__clientId',
    expected: 'the client id of an identity',
    without: 'the only identity that the app has',
    meaning: 'The user-assigned identity with which the host and the app sign in, to storage and to Batch.',
    parse: anyText,
  },
  accounts: {
    name: 'BATCH_ACCOUNTS',
    expected: 'JSON such as [{"name":"demo","endpoint":"https://…"}]',
    meaning:
      'The Batch accounts: `[{"name":"demo","endpoint":"https://demo.westeurope.batch.azure.com"}]`. With `"resourceId"` instead of `"endpoint"` the management plane is asked for the address; with both, pools can be created and nothing is asked. An entry such as `{"subscription":"<id>","resourceGroup":"batch","tag":"lamplighter=on"}` looks after all accounts there that have the tag, and looks for them again each hour; without `"resourceGroup"` in the whole subscription. The identity needs to read accounts there.',
    local: `[{"name":"demo","endpoint":"${EMULATOR}"}]`,
    parse: json(ACCOUNTS),
  },
  accountKeys: {
    name: 'BATCH_ACCOUNT_KEYS',
    expected: 'JSON such as {"demo":"<base64>"}',
    without: 'the app signs in with Microsoft Entra ID',
    meaning:
      'Shared keys by the name of the account, `{"demo":"<base64>"}`. Meant for the emulator: a shared key can do everything.',
    isSecret: true,
    local: '{"demo":"TGFtcGxpZ2h0ZXIgZW11bGF0b3I6IGEgd2VsbC1rbm93biBrZXkgdGhhdCBwcm90ZWN0cyBub3RoaW5nLiAgIA=="}',
    parse: json(ACCOUNT_KEYS),
  },
  apiVersion: {
    name: 'BATCH_API_VERSION',
    expected: `a version of the Batch data plane, ${FIRST_BATCH_API_VERSION} or newer,`,
    default: FIRST_BATCH_API_VERSION,
    meaning: 'Version of the data plane. Older versions cannot deallocate or start nodes and are refused.',
    parse: parseBatchApiVersion,
  },
  tokenScope: {
    name: 'BATCH_TOKEN_SCOPE',
    expected: 'a scope of Microsoft Entra ID',
    // The resource is "https://batch.core.windows.net/" with its slash, hence two of them in the scope.
    default: 'https://batch.core.windows.net//.default',
    meaning: 'Scope of the tokens for Batch. Another cloud has another one.',
    parse: anyText,
  },
  armEndpoint: {
    name: 'ARM_ENDPOINT',
    expected: AN_ADDRESS,
    default: 'https://management.azure.com',
    meaning:
      'The management plane, through which pools are created and addresses of accounts are found. Over https the app signs in to it, whether there is a shared key or not.',
    parse: text(ADDRESS),
  },
  armApiVersion: {
    name: 'ARM_API_VERSION',
    expected: `a version of the management plane such as ${DEFAULT_ARM_API_VERSION}`,
    default: DEFAULT_ARM_API_VERSION,
    meaning: 'Version of the management plane. `upgradePolicy` of a pool needs 2024-02-01 or newer.',
    parse: text(z.string().regex(/^\d{4}-\d\d-\d\d(?:-preview)?$/)),
  },
  documentsFolder: {
    name: 'LAMPLIGHTER_DOCUMENTS',
    expected: 'a folder',
    meaning:
      'A folder with `schedules/*.json`, `policies/*.json` and `rules/*.json` to begin with. A document follows its file until somebody changes it in another way; one that is deleted comes back with the next process as long as its file is there.',
    local: 'src/local/demo/documents',
    parse: anyText,
  },
  outboundHosts: {
    name: 'LAMPLIGHTER_OUTBOUND_HOSTS',
    expected: 'a list of hosts such as calendars.corp,localhost:8080',
    default: '',
    without: 'none',
    meaning:
      'Hosts, or hosts with ports (`calendars.corp,127.0.0.1:8080`), from which calendars may be fetched, and to which [events](events.md) may be posted, although they are in a private network or speak http. E-mails may go to them with a token of the app. All others must speak https and be in the internet, whatever their names lead to and wherever they redirect.',
    parse: parseOutboundHosts,
  },
  healthCalls: {
    name: 'LAMPLIGHTER_HEALTH_CALLS',
    expected: 'a whole number such as 60',
    default: '60',
    meaning:
      'The most calls that one run of the health collector spends on single pools and nodes of an account, see [health](health.md). `0` turns it off.',
    parse: text(
      z
        .string()
        .regex(/^\d{1,6}$/)
        .transform(Number),
    ),
  },
  workCalls: {
    name: 'LAMPLIGHTER_WORK_CALLS',
    expected: 'a whole number from 2 on such as 200',
    default: '200',
    meaning:
      'The most calls that one tick spends on counting the tasks of the active jobs of an account, see [forecast](forecast.md#what-a-tick-asks-of-jobs). Of more jobs each is counted in its turn.',
    parse: text(
      z
        .string()
        .regex(/^\d{1,6}$/)
        .transform(Number)
        .refine((calls) => calls >= 2),
    ),
  },
  actLimits: {
    name: 'LAMPLIGHTER_ACT_LIMITS',
    expected: 'JSON such as {"app":{"startPerDay":2000},"account":{"startPerHour":200}}',
    default: '{}',
    without: 'there is no limit but those of policies',
    meaning:
      'The most nodes that all pools together may start, deallocate and remove in any hour and any day, see [limits](documents.md#limits): `app` of the whole app, `account` of each account, `accounts` of single ones by name, each with `startPerHour`, `startPerDay`, `deallocatePerHour`, `deallocatePerDay`, `removePerHour` and `removePerDay`.',
    parse: json(ACT_LIMITS),
  },
  retailPrices: {
    name: 'LAMPLIGHTER_RETAIL_PRICES',
    expected: 'JSON such as {"region":"westeurope","currency":"EUR"}',
    without: 'nodes have the price of their policy, or none',
    meaning:
      'Prices of nodes where a policy has none: those of the public retail price list of Azure for a `region`, in a `currency` (USD), fetched once a day. `deallocatedNodeHour` (0) is what an hour of a node that is off costs; `file` an answer of the list in a file, for places without the internet. Used for what was [spent](savings.md) and for replays.',
    parse: json(RETAIL_PRICES),
  },
  auditMonths: {
    name: 'LAMPLIGHTER_AUDIT_MONTHS',
    expected: 'a whole number of months such as 13',
    without: 'records stay in the table for ever',
    meaning:
      'Whole months, at least 1, after which records of the [audit log](audit.md) leave the table for the blob container `lamplighter-audit`.',
    parse: text(
      z
        .string()
        .regex(/^[1-9]\d{0,3}$/)
        .transform(Number),
    ),
  },
  httpStream: {
    name: 'LAMPLIGHTER_HTTP_STREAM',
    expected: 'on or off',
    default: 'off',
    meaning:
      '`on`: answers are sent while they are made, which an export of more than 16 MiB needs. The host (4.28 or newer, as in Azure) then forwards requests to a server in the process of the app; one that cannot would leave every request without an answer. The local run turns it on.',
    parse: text(
      z
        .string()
        .toLowerCase()
        .pipe(z.enum(['on', 'off'])),
    ),
  },
  url: {
    name: 'LAMPLIGHTER_URL',
    expected: AN_ADDRESS,
    without: '`https://` and `WEBSITE_HOSTNAME`; without both, notices have no links',
    meaning:
      'Where people reach the app: what the links in [notices](events.md#windows-that-are-about-to-close) begin with.',
    parse: text(ADDRESS),
  },
  webhookSecrets: {
    name: 'WEBHOOK_SECRETS',
    expected: 'JSON such as {"generic":["whsec_…"]}',
    without: 'only `azure-monitor` and `event-grid` are open, to whoever has a function key',
    meaning:
      'What the sources of [webhooks](webhooks.md) prove themselves with: `{"generic":["whsec_…"]}`, 1 to 10 secrets for each source, any of which will do. For a source that signs `whsec_` and at least 16 bytes in Base64; for `azure-monitor` and `event-grid` 16 to 200 characters without spaces.',
    isSecret: true,
    parse: parseWebhookSecrets,
  },
  clock: {
    name: 'LAMPLIGHTER_CLOCK',
    expected: AN_ADDRESS,
    without: 'the real time',
    meaning: 'Address of a virtual clock. Only for the emulator.',
    local: `${EMULATOR}/_emulator/clock`,
    parse: text(ADDRESS),
  },
  wallClock: {
    name: 'LAMPLIGHTER_WALL_CLOCK',
    expected: AN_ADDRESS,
    without: 'the real time',
    meaning:
      'Address of a virtual clock by which the right to act on a pool, claims and deadlines of requests run out. Only for tests: a process lives in real time.',
    parse: text(ADDRESS),
  },
  hostname: {
    name: 'WEBSITE_HOSTNAME',
    expected: 'the name of a host',
    meaning: 'The name under which Azure serves the app.',
    isPlatforms: true,
    parse: anyText,
  },
  platformAuthentication: {
    name: 'WEBSITE_AUTH_ENABLED',
    expected: 'True or False',
    // assumed: it is `True` where it is on, `False` or missing where it is off. Any other word is neither.
    default: 'False',
    meaning:
      '`True` where the authentication of App Service is on. Then callers need the app role `Reader` or `Operator` in place of a key, see [security](security.md).',
    isPlatforms: true,
    parse: text(
      z
        .string()
        .toLowerCase()
        .pipe(z.enum(['true', 'false']))
        .transform((word) => word === 'true'),
    ),
  },
} as const satisfies Readonly<Record<string, Setting>>;
