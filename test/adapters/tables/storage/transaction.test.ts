import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TransactionAction } from '@azure/data-tables';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Table, tables } from '../../../../src/adapters/tables/storage/table.ts';
import { writeTransaction } from '../../../../src/adapters/tables/storage/transaction.ts';
import type { TransactionWrite } from '../../../../src/adapters/tables/storage/transaction-body.ts';
import { TestStorage } from '../../../support/local-storage.ts';

let storage: TestStorage;
/** Answers as an account would that has taken as many rows as `taken` says, and keeps what it was sent. */
let listener: Server;
const sent: { readonly url: string; readonly headers: Readonly<Record<string, unknown>>; readonly body: string }[] = [];
let taken = 0;

beforeAll(async () => {
  storage = await TestStorage.start();
  listener = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    sent.push({ url: request.url ?? '', headers: request.headers, body });
    const answers = Array.from({ length: taken }, () => '--changesetresponse_1\r\n\r\nHTTP/1.1 204 No Content\r\n');
    response
      .writeHead(202, { 'content-type': 'multipart/mixed; boundary=batchresponse_1' })
      .end(`--batchresponse_1\r\n${answers.join('')}--changesetresponse_1--\r\n`);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  listener.close();
  await storage.close();
});

function connectedBy(credential: string): Table {
  const { port } = listener.address() as AddressInfo;
  const connectionString = `TableEndpoint=http://127.0.0.1:${port}/a;${credential}`;
  return tables({ kind: 'connection-string', connectionString }, () => {
    throw new Error('No token is needed here.');
  })('Audit');
}

const KEY = 'DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YQ==';
const SIGNATURE = 'SharedAccessSignature=sv=2019-02-02&sig=a%2Bb';

const ROW = {
  partitionKey: "o'brien/ü &",
  rowKey: "r.1'?",
  text: 'a "quote",\n💡 \\',
  number: 1.5,
  is: true,
  none: undefined,
};
const WRITES: readonly TransactionWrite[] = [
  { row: ROW, copies: ['n.1', "n.'2"] },
  { row: { partitionKey: ROW.partitionKey, rowKey: 'nothing else' } },
  { row: { ...ROW, rowKey: "head's" }, tag: 'W/"datetime\'2026-03-02T12%3A00%3A00Z\'"' },
];

function asTheSdkTakesThem(writes: readonly TransactionWrite[]): TransactionAction[] {
  return writes.flatMap(({ row, tag, copies = [] }): TransactionAction[] =>
    tag === undefined
      ? [row.rowKey, ...copies].map((rowKey): TransactionAction => ['create', { ...row, rowKey }])
      : [['update', row, 'Replace', { etag: tag }]],
  );
}

/** What was sent, without what is made up anew each time. */
function lastSent() {
  const { url, headers, body } = sent.at(-1) ?? { url: '', headers: {}, body: '' };
  const plain = (text: string) => text.replaceAll(/(?<=(batch|changeset)_)[\da-f-]{36}/g, 'id');
  const { authorization, 'x-ms-date': _, 'x-ms-client-request-id': __, 'content-length': ___, ...others } = headers;
  const kept = { ...others, isSigned: authorization !== undefined };
  return { url, headers: JSON.parse(plain(JSON.stringify(kept))), body: plain(body) };
}

it.each([KEY, SIGNATURE])('is to the letter the one that the SDK sends: %s', async (credential) => {
  taken = 5;
  const table = connectedBy(credential);
  await table.run((client) => client.submitTransaction(asTheSdkTakesThem(WRITES)));
  const ofTheSdk = lastSent();
  expect(ofTheSdk.body).toContain('--changeset_id');
  await writeTransaction(table, WRITES);
  expect(lastSent()).toEqual(ofTheSdk);
});

it('is none where fewer rows were answered for than were sent', async () => {
  taken = 4;
  await expect(writeTransaction(connectedBy(KEY), WRITES)).rejects.toMatchObject({
    code: 'StorageUnavailable',
    cause: { message: 'A transaction of 5 rows was answered for 4.' },
  });
});

it('takes no member whose type would have to be said', async () => {
  const row = { partitionKey: 'p', rowKey: 'r', bytes: new Uint8Array(1) };
  await expect(writeTransaction(connectedBy(KEY), [{ row }])).rejects.toMatchObject({
    cause: { message: 'The row r has a member that is neither text nor number nor boolean.' },
  });
});

it('makes the table, and gives the tag of each row and of each copy', async () => {
  const rows = [
    { row: { ...ROW, partitionKey: 'p', rowKey: "r.'1" }, copies: ['n.1'] },
    { row: { partitionKey: 'p', rowKey: 'head' } },
  ];
  const tags = await writeTransaction(storage.tables('Audit'), rows);
  const kept = await Promise.all(
    ["r.'1", 'n.1', 'head'].map((rowKey) => storage.table('Audit').getEntity('p', rowKey)),
  );
  expect(tags).toEqual(kept.map(({ etag }) => etag));
  expect(kept[1]).toMatchObject({ text: ROW.text, number: 1.5, is: true });
});

it.each([
  [409, { row: { partitionKey: 'q', rowKey: 'head' } }],
  [412, { row: { partitionKey: 'q', rowKey: 'head' }, tag: 'W/"datetime\'2000-01-01T00%3A00%3A00.0000000Z\'"' }],
  [404, { row: { partitionKey: 'q', rowKey: 'missing' }, tag: '*' }],
])('writes nothing where a row is refused, and says with which status: %i', async (status, refused) => {
  const table = storage.tables('Audit');
  await storage.table('Audit').upsertEntity({ partitionKey: 'q', rowKey: 'head' });
  const writes = [{ row: { partitionKey: 'q', rowKey: 'other' } }, refused];
  const ofTheSdk = await errorOf(table.run((client) => client.submitTransaction(asTheSdkTakesThem(writes))));
  expect(ofTheSdk).toMatchObject({ name: 'RestError', statusCode: status });
  expect(await errorOf(writeTransaction(table, writes))).toEqual(ofTheSdk);
  await expect(storage.table('Audit').getEntity('q', 'other')).rejects.toMatchObject({ statusCode: 404 });
});

/** What an error says, without the moment and the number of its request. */
async function errorOf(writing: Promise<unknown>) {
  const { name, code, statusCode, message } = await writing.then(String, (error) => error);
  return { name, code, statusCode, message: message.replace(/RequestId:\S+\nTime:\S+/, 'RequestId and Time') };
}
