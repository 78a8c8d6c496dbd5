import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gatheredReads, gatheredWrites } from '../../../src/adapters/tables/storage/gathered-rows.ts';
import { type Table, tables } from '../../../src/adapters/tables/storage/table.ts';
import { namedWrite } from '../../../src/adapters/tables/storage/write-row.ts';
import { type StorageProxy, startStorageProxy } from '../../../src/local/storage/storage-proxy.ts';
import { TestStorage } from '../../support/local-storage.ts';

let storage: TestStorage;
let proxy: StorageProxy;
let table: Table;
/** Each request to the tables since a test began, as `GET /PoolState()`. */
let requests: string[] = [];

beforeAll(async () => {
  storage = await TestStorage.start();
  proxy = await startStorageProxy(storage.connectionString);
  table = tables({ kind: 'connection-string', connectionString: proxy.connectionString }, () => {
    throw new Error('No token is needed here.');
  })('PoolState');
});
beforeEach(async () => {
  await storage.table('PoolState').createTable();
  requests = [];
  proxy.onPassing = ({ method, path }) => void requests.push(`${method} ${path}`);
});
afterEach(async () => {
  proxy.heal();
  await storage.clear('PoolState');
});
afterAll(async () => {
  await proxy.close();
  await storage.close();
});

const NAMES = Array.from({ length: 24 }, (_, index) => ({ partitionKey: 'demo', rowKey: `pool-${index}` }));

function write(row: { partitionKey: string; rowKey: string; text?: string }, tag?: string) {
  return namedWrite(row, tag);
}

function textOf(rowKey: string): Promise<unknown> {
  return storage
    .table('PoolState')
    .getEntity('demo', rowKey)
    .then(({ text }) => text);
}

describe('rows that are read at the same time', () => {
  it('are read together, twelve to a request', async () => {
    const bare = storage.table('PoolState');
    for (const name of NAMES) await bare.createEntity({ ...name, text: name.rowKey });
    const read = gatheredReads(table);
    const found = await Promise.all(NAMES.map(read));
    expect(found.map((row) => row?.['text'])).toEqual(NAMES.map(({ rowKey }) => rowKey));
    expect(requests).toHaveLength(2);
    const single = await table.run((client) => client.getEntity('demo', 'pool-1'));
    expect(found[1]?.etag).toBe(single.etag);
  });

  it('may be missing, and be asked for twice', async () => {
    await storage.table('PoolState').createEntity({ partitionKey: 'demo', rowKey: "o'brien", text: 'here' });
    const read = gatheredReads(table);
    const names = ["o'brien", 'missing', "o'brien"].map((rowKey) => ({ partitionKey: 'demo', rowKey }));
    const found = await Promise.all(names.map(read));
    expect(found.map((row) => row?.['text'])).toEqual(['here', undefined, 'here']);
  });

  it('are read alone where nobody else asks, or where they are of different accounts', async () => {
    const read = gatheredReads(table);
    await Promise.all(['a', 'b', 'c'].map((partitionKey) => read({ partitionKey, rowKey: 'r' })));
    expect(requests).toHaveLength(3);
    for (const request of requests) expect(request).toMatch(/RowKey='r'|RowKey=%27r%27/);
  });
});

describe('rows that are written at the same time', () => {
  it('are written in one transaction', async () => {
    const writing = gatheredWrites(table);
    const tags = await Promise.all(NAMES.map((name) => writing(write({ ...name, text: 'first' }))));
    expect(requests).toHaveLength(1);
    const again = await Promise.all(
      NAMES.map((name, index) => writing(write({ ...name, text: 'second' }, tags[index]))),
    );
    expect(requests).toHaveLength(2);
    // Azurite makes tags of the time: rows of one transaction may share one.
    expect(again.filter((tag, index) => tag === undefined || tag === tags[index])).toEqual([]);
    expect(await textOf('pool-23')).toBe('second');
  });

  it('are all written but the one that somebody else has written since', async () => {
    const writing = gatheredWrites(table);
    const tags = await Promise.all(NAMES.map((name) => writing(write({ ...name, text: 'first' }))));
    await storage
      .table('PoolState')
      .upsertEntity({ partitionKey: 'demo', rowKey: 'pool-7', text: 'theirs' }, 'Replace');
    const again = await Promise.all(
      NAMES.map((name, index) => writing(write({ ...name, text: 'second' }, tags[index]))),
    );
    expect(again.flatMap((tag, index) => (tag === undefined ? [index] : []))).toEqual([7]);
    expect(await textOf('pool-7')).toBe('theirs');
    expect(await textOf('pool-8')).toBe('second');
  });

  it.each(['lose-answer', 'fail-after'] as const)(
    'are written once where the answer goes astray: %s',
    async (effect) => {
      const writing = gatheredWrites(table);
      proxy.inject({
        effect,
        ...(effect === 'fail-after' && { status: 503 }),
        service: 'table',
        method: 'POST',
        path: '/$batch',
      });
      const tags = await Promise.all(NAMES.map((name) => writing(write({ ...name, text: 'first' }))));
      expect(tags.every((tag) => tag !== undefined)).toBe(true);
      const again = await Promise.all(
        NAMES.map((name, index) => writing(write({ ...name, text: 'second' }, tags[index]))),
      );
      expect(again.every((tag) => tag !== undefined)).toBe(true);
    },
  );

  it('do not suffer from one that the service refuses', async () => {
    const writing = gatheredWrites(table);
    const refused = write({ partitionKey: 'demo', rowKey: 'a/b' });
    const results = await Promise.allSettled([refused, ...NAMES.map((name) => write(name))].map(writing));
    expect(results.map(({ status }) => status)).toEqual(['rejected', ...NAMES.map(() => 'fulfilled')]);
  });

  it('are written alone where they are large', async () => {
    const writing = gatheredWrites(table);
    await Promise.all(NAMES.slice(0, 3).map((name) => writing(write({ ...name, text: 'x'.repeat(30_000) }))));
    expect(requests).toHaveLength(3);
  });
});
