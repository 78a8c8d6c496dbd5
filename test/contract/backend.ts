import { QueueClient } from '@azure/storage-queue';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { type StorageQueue, storageQueue } from '../../src/adapters/queue/storage-queue.ts';
import type { Table, TableName } from '../../src/adapters/tables/storage/table.ts';
import type { StorageConfig } from '../../src/config/storage.ts';
import { TestStorage } from '../support/local-storage.ts';

/** Something that keeps what a port is given. A contract runs against any: who writes another begins with this file. */
export interface Backend<Port> {
  readonly start: () => Promise<void>;
  /** The port as a process of its own opens it: nothing is remembered of what was done through another. */
  readonly open: () => Port;
  readonly empty: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Opens a port anew for each test of a contract, with nothing in it. */
export function onEach<Port>(backend: Backend<Port>, use: (port: Port) => void): void {
  beforeAll(backend.start);
  afterAll(backend.close);
  beforeEach(() => use(backend.open()));
  afterEach(backend.empty);
}

/** Azure Table Storage, as Azurite plays it. */
export function onTables<Port>(
  names: readonly TableName[],
  open: (table: (name: TableName) => Table) => Port,
): Backend<Port> {
  let storage: TestStorage | undefined;
  return {
    start: async () => {
      storage = await TestStorage.start();
    },
    open: () => open(started(storage).tables),
    empty: () => started(storage).clear(...names),
    close: () => started(storage).close(),
  };
}

/** Azure Blob Storage, as Azurite plays it. Files stay from test to test: each has names of its own. */
export function onBlobs<Port>(open: (storage: StorageConfig) => Port): Backend<Port> {
  let storage: TestStorage | undefined;
  return {
    start: async () => {
      storage = await TestStorage.start();
    },
    open: () => open(started(storage).config),
    empty: async () => undefined,
    close: () => started(storage).close(),
  };
}

/** Azure Queue Storage, as Azurite plays it, and what a function gets of a queue: each message once, as its JSON. */
export function onQueues<Port>(
  names: readonly string[],
  open: (queueOf: (name: string) => StorageQueue, receive: (name: string) => Promise<readonly unknown[]>) => Port,
): Backend<Port> {
  let storage: TestStorage | undefined;
  const client = (name: string) => new QueueClient(started(storage).connectionString, name);
  return {
    start: async () => {
      storage = await TestStorage.start();
      for (const name of names) await client(name).createIfNotExists();
    },
    open: () =>
      open(
        (name) => storageQueue(started(storage).config, noToken, name),
        async (name) => {
          const { receivedMessageItems } = await client(name).receiveMessages({ numberOfMessages: 32 });
          return receivedMessageItems.map(({ messageText }) =>
            JSON.parse(Buffer.from(messageText, 'base64').toString('utf8')),
          );
        },
      ),
    empty: async () => {
      for (const name of names) await client(name).clearMessages();
    },
    close: () => started(storage).close(),
  };
}

function noToken(): never {
  throw new Error('No token is needed here.');
}

function started(storage: TestStorage | undefined): TestStorage {
  if (storage === undefined) throw new Error('The backend was not started.');
  return storage;
}
