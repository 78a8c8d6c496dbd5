import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { queryRows } from '../../../../src/adapters/tables/storage/rows.ts';
import { type Table, tables } from '../../../../src/adapters/tables/storage/table.ts';
import { replaceRow } from '../../../../src/adapters/tables/storage/write-row.ts';

/** Answers as an account would, two pages to a query, and keeps what it was sent. */
let listener: Server;
let sent: object[] = [];

beforeAll(async () => {
  listener = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    const { authorization, 'x-ms-date': _, 'x-ms-client-request-id': __, ...headers } = request.headers;
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://a');
    const query = Object.fromEntries(searchParams);
    sent.push({ method: request.method, pathname, query, body, headers, isSigned: authorization !== undefined });
    if (request.method !== 'GET') return void response.writeHead(204).end();
    const next =
      query['NextRowKey'] === undefined
        ? { 'x-ms-continuation-NextPartitionKey': 'p', 'x-ms-continuation-NextRowKey': "r'2" }
        : {};
    response.writeHead(200, { 'content-type': 'application/json', ...next }).end('{"value":[]}');
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
});
afterAll(() => listener.close());

function connectedBy(credential: string): Table {
  const { port } = listener.address() as AddressInfo;
  const connectionString = `TableEndpoint=http://127.0.0.1:${port}/a;${credential}`;
  return tables({ kind: 'connection-string', connectionString }, () => {
    throw new Error('No token is needed here.');
  })('PoolState');
}

async function sentBy(doing: () => Promise<unknown>): Promise<readonly object[]> {
  sent = [];
  await doing();
  return sent;
}

const KEY = 'DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YQ==';
const SIGNATURE = 'SharedAccessSignature=sv=2019-02-02&sig=a%2Bb';
const FILTER = "PartitionKey eq 'o''brien/ü &'";
const ROW = { partitionKey: "o'brien/ü &", rowKey: "r.1'?", text: 'a "quote",\n💡', number: 1.5, is: true };

it.each([KEY, SIGNATURE])('a query asks as the SDK does, for each page: %s', async (credential) => {
  const table = connectedBy(credential);
  const bySdk = await sentBy(() =>
    table.run(async (client) => {
      for await (const _ of client.listEntities({ queryOptions: { filter: FILTER, select: ['v', 'poolId'] } }));
    }),
  );
  expect(bySdk).toHaveLength(2);
  expect(await sentBy(() => queryRows(table, FILTER, ['v', 'poolId']))).toEqual(bySdk);
});

it.each([KEY, SIGNATURE])('a row is replaced as the SDK does it: %s', async (credential) => {
  const table = connectedBy(credential);
  const bySdk = await sentBy(() => table.run((client) => client.upsertEntity(ROW, 'Replace')));
  expect(bySdk).toHaveLength(1);
  expect(await sentBy(() => replaceRow(table, ROW))).toEqual(bySdk);
});
