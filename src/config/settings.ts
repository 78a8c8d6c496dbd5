import * as z from 'zod';
import { ACCOUNT_KEYS, ACCOUNTS } from './accounts.ts';
import { ACT_LIMITS } from './act-limits.ts';
import { FIRST_BATCH_API_VERSION, parseBatchApiVersion } from './batch-version.ts';
import { parseOutboundHosts } from './outbound-hosts.ts';
import { RETAIL_PRICES } from './retail-prices.ts';
import { ADDRESS, anyText, json, type Setting, text } from './setting.ts';
import { CONNECTION_STRING } from './storage.ts';
import { parseWebhookSecrets } from './webhook-secrets.ts';

/** The version of the Azure Resource Manager API that the app uses unless a setting names another. */
export const DEFAULT_ARM_API_VERSION = '2024-07-01';

const AN_ADDRESS = 'an http or https address';

/** The well-known account of Azurite. https://learn.microsoft.com/azure/storage/common/storage-connect-azurite */
const AZURITE =
  'DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1;QueueEndpoint=http://127.0.0.1:10001/devstoreaccount1;TableEndpoint=http://127.0.0.1:10002/devstoreaccount1';

const EMULATOR = 'http://127.0.0.1:7080';

/** Every app setting. `npm run settings` writes docs/settings.md and local.settings.sample.json from this table. */
export const SETTINGS = {
  storage: {
    name: 'AzureWebJobsStorage',
    expected: 'a connection string such as AccountName=…;AccountKey=…',
    without: 'the app signs in with its identity to the storage account named below',
    meaning:
      'Connection string of the storage account for tables, queues and blobs. It takes precedence over the settings below. In Azure, use those instead.',
    isSecret: true,
    local: AZURITE,
    parse: text(z.string().regex(CONNECTION_STRING)),
  },
  storageAccountName: {
    name: 'AzureWebJobsStorage__accountName',
    expected: 'the name of a storage account',
    meaning: 'Name of the storage account, in the public cloud. The app signs in with its identity.',
    parse: anyText,
  },
  storageTables: {
    name: 'AzureWebJobsStorage__tableServiceUri',
    expected: AN_ADDRESS,
    meaning: 'Table endpoint of the storage account. It takes precedence over the name, and works in every cloud.',
    parse: text(ADDRESS),
  },
  storageQueues: {
    name: 'AzureWebJobsStorage__queueServiceUri',
    expected: AN_ADDRESS,
    meaning: 'Queue endpoint of the storage account. It takes precedence over the name.',
    parse: text(ADDRESS),
  },
  storageBlobs: {
    name: 'AzureWebJobsStorage__blobServiceUri',
    expected: AN_ADDRESS,
    meaning:
      'Blob endpoint of the storage account. It takes precedence over the name. The host always needs it; the app needs it only to archive the audit log.',
    parse: text(ADDRESS),
  },
  identityClientId: {
    name: 'AzureWebJobsStorage__clientId',
    expected: 'the client id of an identity',
    without: 'what `DefaultAzureCredential` finds: in Azure, the system-assigned identity',
    meaning:
      'Client id of the user-assigned identity with which the host and the app sign in to storage, Batch and Azure Resource Manager.',
    parse: anyText,
  },
  accounts: {
    name: 'BATCH_ACCOUNTS',
    expected: 'JSON such as [{"name":"demo","endpoint":"https://…"}]',
    without: 'required',
    meaning:
      'The Batch accounts that the app manages: `[{"name":"demo","endpoint":"https://demo.westeurope.batch.azure.com"}]`. With `"resourceId"` instead of `"endpoint"`, the app asks Azure Resource Manager for the endpoint. With both, it asks nothing. Pools can be created only with a `"resourceId"`. The entry `{"subscription":"<id>","resourceGroup":"batch","tag":"lamplighter=on"}` finds all accounts in that resource group that have the tag, and searches again each hour. Without `"resourceGroup"` it searches the whole subscription. The identity needs permission to read accounts there.',
    local: `[{"name":"demo","endpoint":"${EMULATOR}"}]`,
    parse: json(ACCOUNTS),
  },
  accountKeys: {
    name: 'BATCH_ACCOUNT_KEYS',
    expected: 'JSON such as {"demo":"<base64>"}',
    without: 'the app signs in with Microsoft Entra ID',
    meaning:
      'Shared keys by account name, `{"demo":"<base64>"}`. A key for an account that `BATCH_ACCOUNTS` does not name is refused, unless accounts are found by a tag. Use them only with the emulator: a shared key grants every operation.',
    isSecret: true,
    local: '{"demo":"TGFtcGxpZ2h0ZXIgZW11bGF0b3I6IGEgd2VsbC1rbm93biBrZXkgdGhhdCBwcm90ZWN0cyBub3RoaW5nLiAgIA=="}',
    parse: json(ACCOUNT_KEYS),
  },
  apiVersion: {
    name: 'BATCH_API_VERSION',
    expected: `a version of the Batch data plane, ${FIRST_BATCH_API_VERSION} or newer,`,
    default: FIRST_BATCH_API_VERSION,
    meaning:
      'Version of the Batch data plane API. The app refuses older versions, because they cannot deallocate or start nodes.',
    parse: parseBatchApiVersion,
  },
  tokenScope: {
    name: 'BATCH_TOKEN_SCOPE',
    expected: 'a scope of Microsoft Entra ID',
    // The resource is "https://batch.core.windows.net/" with its slash, hence two of them in the scope.
    default: 'https://batch.core.windows.net//.default',
    meaning: 'Scope of the access tokens for Batch. It differs in sovereign clouds.',
    parse: anyText,
  },
  armEndpoint: {
    name: 'ARM_ENDPOINT',
    expected: AN_ADDRESS,
    default: 'https://management.azure.com',
    meaning:
      'Endpoint of Azure Resource Manager, which the app uses to create pools and to find accounts and their endpoints. It differs in sovereign clouds. Over https the app signs in with its identity, also where it uses a shared key for Batch.',
    parse: text(ADDRESS),
  },
  armApiVersion: {
    name: 'ARM_API_VERSION',
    expected: `a version of the management plane such as ${DEFAULT_ARM_API_VERSION}`,
    default: DEFAULT_ARM_API_VERSION,
    meaning: 'Version of the Batch management API. `upgradePolicy` of a pool needs 2024-02-01 or newer.',
    parse: text(z.string().regex(/^\d{4}-\d\d-\d\d(?:-preview)?$/)),
  },
  documentsFolder: {
    name: 'LAMPLIGHTER_DOCUMENTS',
    expected: 'a folder',
    without: 'no documents come from files',
    meaning:
      'Folder with `schedules/*.json`, `policies/*.json` and `rules/*.json`. The first tick of each process saves those that are new or have changed. A document that somebody changes through the API or a command is no longer updated from its file. A document that somebody deletes is saved again by the next process while its file exists. How files come to Azure: [deploy](deploy.md#files-of-your-own).',
    local: 'src/local/demo/documents',
    parse: anyText,
  },
  outboundHosts: {
    name: 'LAMPLIGHTER_OUTBOUND_HOSTS',
    expected: 'a list of hosts such as calendars.corp,localhost:8080',
    default: '',
    without: 'none',
    meaning:
      'Hosts, or hosts with ports (`calendars.corp,127.0.0.1:8080`), that the app may call over http or in a private network: to fetch calendars and to post [events](events.md). The app also sends its access token to them for subscriptions with the format `email`. Every other host must use https and have a public address, also after a redirect.',
    parse: parseOutboundHosts,
  },
  healthCalls: {
    name: 'LAMPLIGHTER_HEALTH_CALLS',
    expected: 'a whole number such as 60',
    default: '60',
    meaning:
      'The most requests to Batch that one run of the health collector makes for the pools and nodes of an account, see [health](health.md). `0` turns the collector off; what is stored about deleted nodes is then deleted once a day.',
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
      'The most requests to Batch that one tick makes to count the tasks of the active jobs of an account, at least 2, see [forecast](forecast.md#what-a-tick-asks-of-jobs). If there are more jobs, the ticks take turns through them.',
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
    without: 'only the budgets of policies limit acts',
    meaning:
      'The most nodes that pools together may start, deallocate and remove in any hour and any day, see [limits](documents.md#limits). JSON with `app` (the whole app), `account` (each account) and `accounts` (single accounts by name, as in `BATCH_ACCOUNTS`), each with `startPerHour`, `startPerDay`, `deallocatePerHour`, `deallocatePerDay`, `removePerHour` and `removePerDay`.',
    parse: json(ACT_LIMITS),
  },
  retailPrices: {
    name: 'LAMPLIGHTER_RETAIL_PRICES',
    expected: 'JSON such as {"region":"westeurope","currency":"EUR"}',
    without: 'only the prices in policies are known',
    meaning:
      'Prices for pools whose policy has no `price`, from the Azure Retail Prices API, fetched once a day. JSON with `region`, `currency` (default USD), `deallocatedNodeHour` (the price of an hour of a deallocated node, default 0) and, without access to the internet, `file` (a saved answer of that API, see [deploy](deploy.md#files-of-your-own)) or `address` (another address of it). Used for [spending](savings.md) and replays.',
    parse: json(RETAIL_PRICES),
  },
  auditMonths: {
    name: 'LAMPLIGHTER_AUDIT_MONTHS',
    expected: 'a whole number of months such as 13',
    without: 'records stay in the table',
    meaning:
      'Number of whole months, at least 1, after which the app moves records of the [audit log](audit.md) from the table to the blob container `lamplighter-audit`.',
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
      '`on`: the app streams its answers, which an export of more than 16 MiB needs. The host (4.28 or newer, as in Azure) then forwards requests to an HTTP server in the process of the app. With an older host no request would get an answer. The local run turns it on.',
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
    without: '`https://` and `WEBSITE_HOSTNAME`; without either, notices have no links',
    meaning:
      'Base address of the app, from which it makes the links in [notices](events.md#windows-that-are-about-to-close).',
    parse: text(ADDRESS),
  },
  webhookSecrets: {
    name: 'WEBHOOK_SECRETS',
    expected: 'JSON such as {"generic":["whsec_…"]}',
    without: 'only the sources `azure-monitor` and `event-grid` are accepted, with a function key',
    meaning:
      'Secrets with which the senders of [webhooks](webhooks.md) authenticate, by source: `{"generic":["whsec_…"]}`. A source has 1 to 10 secrets, and each of them is accepted. The secret of a source that signs its requests is `whsec_` and at least 16 bytes in Base64. For `azure-monitor` and `event-grid` it is 16 to 200 ASCII characters without spaces.',
    isSecret: true,
    parse: parseWebhookSecrets,
  },
  clock: {
    name: 'LAMPLIGHTER_CLOCK',
    expected: AN_ADDRESS,
    without: 'the time of the machine',
    meaning: 'Address of a virtual clock. Use it only with the emulator.',
    local: `${EMULATOR}/_emulator/clock`,
    parse: text(ADDRESS),
  },
  wallClock: {
    name: 'LAMPLIGHTER_WALL_CLOCK',
    expected: AN_ADDRESS,
    without: 'the time of the machine',
    meaning:
      'Address of a virtual clock for leases: the right to act on a pool, claims, and deadlines of requests. Use it only in tests.',
    parse: text(ADDRESS),
  },
  hostname: {
    name: 'WEBSITE_HOSTNAME',
    expected: 'the name of a host',
    meaning: 'Host name of the app.',
    isPlatforms: true,
    parse: anyText,
  },
  platformAuthentication: {
    name: 'WEBSITE_AUTH_ENABLED',
    expected: 'True or False',
    // assumed: App Service sets `True` where it is on, and `False` or nothing where it is off.
    default: 'False',
    meaning:
      '`True` where the authentication of App Service is on. Callers then need the app role `Reader` or `Operator` instead of a key, see [security](security.md).',
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
