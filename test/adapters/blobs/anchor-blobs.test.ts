import { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ANCHOR_CONTAINER, anchorBlobs } from '../../../src/adapters/blobs/anchor-blobs.ts';
import { type StorageProxy, startStorageProxy } from '../../../src/local/storage/storage-proxy.ts';
import { NOON } from '../../support/builders.ts';
import { TestStorage } from '../../support/local-storage.ts';

let storage: TestStorage;
let proxy: StorageProxy;
beforeAll(async () => {
  storage = await TestStorage.start();
  proxy = await startStorageProxy(storage.connectionString);
});
afterAll(async () => {
  await proxy.close();
  await storage.close();
});

it('does nothing but append to a blob that is there, which an immutability policy allows', async () => {
  const written: string[] = [];
  proxy.onPassing = ({ method, path }) => {
    if (method === 'PUT') written.push(new URL(path, 'http://storage').searchParams.get('comp') ?? 'create');
  };
  const container = BlobServiceClient.fromConnectionString(proxy.connectionString).getContainerClient(ANCHOR_CONTAINER);
  const anchors = anchorBlobs(async () => container);
  const anchor = { at: NOON, chain: 'p.demo.render.2026-03', number: 4, hash: 'a'.repeat(64) };
  await anchors.add('2026-03', [anchor]);
  // The container and the blob.
  expect(written).toEqual(['create', 'create', 'appendblock']);
  await anchors.add('2026-03', [{ ...anchor, number: 5 }]);
  expect(written.slice(3)).toEqual(['appendblock']);
  expect((await anchors.furthest('2026-03')).get(anchor.chain)).toMatchObject({ number: 5 });
});
