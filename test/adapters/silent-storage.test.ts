import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { blobContainer, reachingBlob } from '../../src/adapters/blobs/blob-container.ts';
import { blobService } from '../../src/adapters/blobs/blob-service.ts';
import { remoteClock } from '../../src/adapters/clock.ts';
import { storageQueue } from '../../src/adapters/queue/storage-queue.ts';
import { STORAGE_PATIENCE_MS } from '../../src/adapters/storage-patience.ts';
import { tables } from '../../src/adapters/tables/storage/table.ts';

/** Takes every request and answers none, as a server does whose connection is gone without a word. */
let silent: Server;
let asked: Promise<void>;
let address: string;

beforeEach(async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  asked = promise;
  silent = createServer(() => resolve());
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening));
  address = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/devstoreaccount1`;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(async () => {
  vi.useRealTimers();
  silent.closeAllConnections();
  await new Promise((closed) => silent.close(closed));
});

function connection() {
  const connectionString = `DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=a2V5;BlobEndpoint=${address};QueueEndpoint=${address};TableEndpoint=${address};`;
  return { kind: 'connection-string', connectionString } as const;
}

const noCredential = () => {
  throw new Error('The connection string has a key.');
};

describe('a storage that never answers', () => {
  it.each([
    [
      'table',
      () => tables(connection(), noCredential)('PoolState').run((client) => client.getEntity('partition', 'row')),
    ],
    ['queue', () => storageQueue(connection(), noCredential, 'evaluations').send('text')],
    [
      'blob',
      () =>
        reachingBlob('container/blob', async () =>
          (await blobContainer(connection(), noCredential, 'container')()).exists(),
        ),
    ],
  ])('is given up by a %s after forty seconds', async (_, ask) => {
    const outcome = ask().catch((error: unknown) => error);
    await asked;
    await vi.advanceTimersByTimeAsync(STORAGE_PATIENCE_MS - 1);
    const early = await Promise.race([outcome, Promise.resolve('waiting')]);
    await vi.advanceTimersByTimeAsync(1);
    expect(early).toBe('waiting');
    expect(await outcome).toMatchObject({ code: 'StorageUnavailable' });
  });
});

describe('what is asked by an address', () => {
  it.each([
    ['the blob service', () => blobService(connection(), noCredential)?.reach(), 'StorageUnavailable'],
    ['the clock', () => remoteClock(address).now(), 'BatchUnavailable'],
  ])('%s is asked with a signal that ends it', async (_, ask, code) => {
    const ended = AbortSignal.abort(new Error('too late'));
    const patience = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(ended);
    const outcome = await ask()?.catch((error: unknown) => error);
    expect(patience).toHaveBeenCalledOnce();
    patience.mockRestore();
    expect(outcome).toMatchObject({ code });
  });
});
