import type { RequestListener } from 'node:http';
import { QueueClient } from '@azure/storage-queue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalStorage, startStorage } from '../../src/local/storage/start-storage.ts';
import { type StorageProxy, startStorageProxy } from '../../src/local/storage/storage-proxy.ts';

let storage: LocalStorage;
let proxy: StorageProxy;
let handled = 0;

const counted =
  (handler: RequestListener): RequestListener =>
  (incoming, outgoing) => {
    handled += 1;
    handler(incoming, outgoing);
  };

beforeAll(async () => {
  storage = await startStorage();
  const { blob, queue, table } = storage.handlers;
  proxy = await startStorageProxy(storage.connectionString, {
    handlers: { blob: counted(blob), queue: counted(queue), table: counted(table) },
  });
});
afterAll(async () => {
  await proxy.close();
  await storage.close();
});

describe('a proxy in the process of the storage', () => {
  it('hands requests over without another connection, and injects faults as any other', async () => {
    const options = { retryOptions: { maxTries: 1 } };
    const queue = new QueueClient(proxy.connectionString, 'work', options);
    await queue.createIfNotExists();
    await queue.sendMessage('one');
    expect(handled).toBe(2);

    proxy.inject({ effect: 'lose-answer', service: 'queue', method: 'POST' });
    await expect(queue.sendMessage('two')).rejects.toThrow();
    proxy.inject({ effect: 'refuse', service: 'queue', method: 'POST', status: 503 });
    await expect(queue.sendMessage('three')).rejects.toMatchObject({ statusCode: 503 });
    expect(handled).toBe(2);

    const { receivedMessageItems } = await queue.receiveMessages({ numberOfMessages: 8 });
    expect(receivedMessageItems.map(({ messageText }) => messageText)).toEqual(['one', 'two']);
    expect(handled).toBe(3);
  });
});
