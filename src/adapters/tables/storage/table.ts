import type { TokenCredential } from '@azure/core-auth';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { RestError, TableClient } from '@azure/data-tables';
import type { StorageConfig } from '../../../config/storage.ts';
import { AppError } from '../../../ports/errors.ts';
import { STORAGE_PATIENCE_MS } from '../../storage-patience.ts';

/** A table that is created when it is first written. */
export interface Table {
  /**
   * Runs an operation on the table.
   * @throws RestError for the statuses 404, 409 and 412, which callers handle; AppError StorageUnavailable for any other failure
   */
  run<Result>(operation: (client: TableClient) => Promise<Result>): Promise<Result>;
}

/** The names are a contract: people review these tables with other tools. */
export type TableName =
  | 'Audit'
  | 'Deliveries'
  | 'Demand'
  | 'Claims'
  | 'Overrides'
  | 'Policies'
  | 'PoolState'
  | 'Rules'
  | 'Schedules'
  | 'Subscriptions';

/** Opens tables. No request is made before the first use. The SDK is loaded then, because it is a large part of a cold start. */
export function tables(storage: StorageConfig, credential: () => TokenCredential): (name: TableName) => Table {
  const clients = new Map<TableName, Promise<TableClient>>();
  const clientOf = (name: TableName): Promise<TableClient> => {
    const opened = clients.get(name);
    if (opened !== undefined) return opened;
    const client = connect(storage, name, credential);
    // A failed open is tried again at the next use.
    client.catch(() => clients.delete(name));
    clients.set(name, client);
    return client;
  };
  return (name) => ({ run: async (operation) => runOn(await clientOf(name), name, operation) });
}

/** The status of a response that was no success; `undefined` for any other error. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && error.name === 'RestError' ? (error as RestError).statusCode : undefined;
}

/** The library itself waits for a response without a limit. */
const patience: PipelinePolicy = {
  name: 'storagePatiencePolicy',
  sendRequest: (request, next) => {
    request.timeout = STORAGE_PATIENCE_MS;
    return next(request);
  },
};

async function connect(
  storage: StorageConfig,
  name: TableName,
  credential: () => TokenCredential,
): Promise<TableClient> {
  const client = await open(storage, name, credential);
  client.pipeline.addPolicy(patience, { afterPhase: 'Retry' });
  return client;
}

async function open(storage: StorageConfig, name: TableName, credential: () => TokenCredential): Promise<TableClient> {
  const { TableClient } = await import('@azure/data-tables');
  if (storage.kind === 'identity') return new TableClient(storage.tables, name, credential());
  // Azurite uses http on this machine.
  const options = {
    allowInsecureConnection: /=http:\/\/(127\.0\.0\.1|localhost)[:/]|UseDevelopmentStorage=true/i.test(
      storage.connectionString,
    ),
  };
  return TableClient.fromConnectionString(storage.connectionString, name, options);
}

const EXPECTED: ReadonlySet<number | undefined> = new Set([404, 409, 412]);

async function runOn<Result>(
  client: TableClient,
  name: TableName,
  operation: (client: TableClient) => Promise<Result>,
): Promise<Result> {
  try {
    return await withTable(client, operation);
  } catch (error) {
    if (error instanceof AppError || EXPECTED.has(statusOf(error))) throw error;
    throw new AppError('StorageUnavailable', `The table ${name} could not be used.`, { cause: error });
  }
}

async function withTable<Result>(
  client: TableClient,
  operation: (client: TableClient) => Promise<Result>,
): Promise<Result> {
  try {
    return await operation(client);
  } catch (error) {
    if (!isTableMissing(error)) throw error;
    await client.createTable();
    return operation(client);
  }
}

function isTableMissing(error: unknown): boolean {
  if (statusOf(error) !== 404) return false;
  const { code, details } = error as RestError;
  const said = (details as { readonly odataError?: { readonly code?: string } } | undefined)?.odataError?.code;
  return code === 'TableNotFound' || said === 'TableNotFound';
}
