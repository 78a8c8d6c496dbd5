import type { TokenCredential } from '@azure/core-auth';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findAccounts } from '../../src/adapters/batch/management/find-accounts.ts';
import { anchorBlobs } from '../../src/adapters/blobs/anchor-blobs.ts';
import { blobContainer } from '../../src/adapters/blobs/blob-container.ts';
import { replayBlobs } from '../../src/adapters/blobs/replay-blobs.ts';
import { firstRows } from '../../src/adapters/tables/audit/read-rows.ts';
import { listOpenRows } from '../../src/adapters/tables/open-rows.ts';
import { queryRows } from '../../src/adapters/tables/storage/rows.ts';
import { type Table, tables } from '../../src/adapters/tables/storage/table.ts';
import { WebServer } from '../support/web-server.ts';

/** Answers every request with a page that leads to the same page. After some pages it refuses, so that a client that never stops fails the test. */
let server: WebServer;
const LONGEST = 20;

beforeEach(async () => {
  server = await WebServer.start();
});
afterEach(() => server.close());

function answerWith(contentType: string, text: string, headers: Readonly<Record<string, string>> = {}): void {
  const page = { headers: { 'content-type': contentType, ...headers }, text };
  server.answer = () => (server.requests.length > LONGEST ? { status: 400 } : page);
}

function storage() {
  const connectionString = `DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;TableEndpoint=${server.url('/a')};BlobEndpoint=${server.url('/a')};`;
  return { kind: 'connection-string', connectionString } as const;
}

const noCredential = (): TokenCredential => {
  throw new Error('There is a key.');
};

const REPEATED = 'the list leads back to a page that was read before.';

it.each([
  ['as the SDK converts them', (table: Table) => listOpenRows(table, '', { read: String, unreadable: String })],
  ['of a query', (table: Table) => queryRows(table, '')],
  ['of the audit', (table: Table) => firstRows(table, { filter: '', pageSize: 9, most: 9 })],
])('rows %s that lead back to a page that was read are given up', async (_, read) => {
  const next = { 'x-ms-continuation-NextPartitionKey': 'p', 'x-ms-continuation-NextRowKey': 'r' };
  answerWith('application/json', '{"value":[]}', next);
  await expect(read(tables(storage(), noCredential)('Audit'))).rejects.toMatchObject({
    code: 'StorageUnavailable',
    cause: { message: `A query failed: ${REPEATED}` },
  });
});

it('accounts that lead back to a page that was read are given up', async () => {
  answerWith('application/json', JSON.stringify({ value: [], nextLink: server.url('/page').href }));
  const source = { subscription: 'one', resourceGroup: undefined, tag: { name: 'lamplighter', value: 'on' } };
  const options = {
    armEndpoint: server.url('').href.slice(0, -1),
    armApiVersion: '2024-07-01',
    accountKeys: { first: 'c2VjcmV0' },
    credential: noCredential,
  };
  await expect(findAccounts(source, options)).rejects.toThrow(`Listing accounts failed: ${REPEATED}`);
});

it.each([
  ['anchors', (open: ReturnType<typeof blobContainer>) => anchorBlobs(open).months()],
  ['replays', (open: ReturnType<typeof blobContainer>) => replayBlobs(open).sweep(0)],
])('blobs of %s that lead back to a page that was read are given up', async (_, read) => {
  answerWith(
    'application/xml',
    '<?xml version="1.0"?><EnumerationResults><Blobs/><NextMarker>next</NextMarker></EnumerationResults>',
  );
  await expect(read(blobContainer(storage(), noCredential, 'container'))).rejects.toMatchObject({
    code: 'StorageUnavailable',
    cause: { message: `Listing the container container failed: ${REPEATED}` },
  });
});
