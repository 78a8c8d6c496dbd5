import { mkdirSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { type AzuriteServer, blobServer, queueServer, tableServer } from './azurite.ts';
import type { StorageService } from './storage-fault.ts';
import { keepTables } from './table-log.ts';

/** The ports of a local storage account, and its folder. Port 0 means any free one. */
export interface StorageOptions {
  readonly ports?: { readonly blob: number; readonly queue: number; readonly table: number };
  /** The folder in which everything is stored; in memory by default. */
  readonly folder?: string | undefined;
  /** Told when the folder cannot be written, on standard error by default. What is not written is tried again. */
  readonly onError?: (error: Error) => void;
}

/** A storage account on this machine. */
export interface LocalStorage {
  readonly connectionString: string;
  /** The request handler of each service: a proxy in this process calls it without another connection. */
  readonly handlers: Readonly<Record<StorageService, RequestListener>>;
  close(): Promise<void>;
}

/** The default account of every Azurite, with its well-known key. */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

const ANY_PORT = { blob: 0, queue: 0, table: 0 };

/**
 * Starts Azurite's three services in this process. With a folder, tables survive a killed process up to the last answered
 * request; queues and blobs may lose their last five seconds, because Azurite saves them.
 * @throws Error if a port is taken
 */
export async function startStorage({
  ports = ANY_PORT,
  folder,
  onError = sayError,
}: StorageOptions = {}): Promise<LocalStorage> {
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  const table = tableServer(ports.table);
  let stopKeeping = () => {};
  if (folder !== undefined) {
    const store = table.metadataStore;
    const init = store.init.bind(store);
    store.init = async () => {
      await init();
      stopKeeping = keepTables(store.db, join(folder, 'tables.jsonl'), onError);
    };
  }
  const queue = queueServer(ports.queue, folder);
  const blob = blobServer(ports.blob, folder);
  const servers = [table, queue, blob];
  for (const server of servers) await server.start();
  return {
    connectionString: connectionString({ table, queue, blob }),
    handlers: { table: handlerOf(table), queue: handlerOf(queue), blob: handlerOf(blob) },
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
      stopKeeping();
    },
  };
}

function sayError({ message }: Error): void {
  process.stderr.write(
    `storage: ${message}; what changes is kept in memory, and written when that is possible again\n`,
  );
}

function handlerOf({ httpServer }: AzuriteServer): RequestListener {
  return (incoming, outgoing) => void httpServer.emit('request', incoming, outgoing);
}

function connectionString({ table, queue, blob }: Record<'table' | 'queue' | 'blob', AzuriteServer>): string {
  const endpoint = (server: AzuriteServer) => `${server.getHttpServerAddress()}/${ACCOUNT}`;
  return [
    'DefaultEndpointsProtocol=http',
    `AccountName=${ACCOUNT}`,
    `AccountKey=${KEY}`,
    `BlobEndpoint=${endpoint(blob)}`,
    `QueueEndpoint=${endpoint(queue)}`,
    `TableEndpoint=${endpoint(table)}`,
  ].join(';');
}
