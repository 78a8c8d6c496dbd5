import { afterAll, beforeAll, expect, it } from 'vitest';
import { queryRows } from '../../../../src/adapters/tables/storage/rows.ts';
import type { Table } from '../../../../src/adapters/tables/storage/table.ts';
import { TestStorage } from '../../../support/local-storage.ts';

let storage: TestStorage;
let table: Table;
beforeAll(async () => {
  storage = await TestStorage.start();
  table = storage.tables('PoolState');
});
afterAll(() => storage.close());

it('a query of a table that is not there yet gives no rows', async () => {
  expect(await queryRows(table, "PartitionKey eq 'demo'")).toEqual([]);
});

it('a query gives the rows of every page, with the values that were written and the tags of the rows', async () => {
  const names = Array.from({ length: 1001 }, (_, index) => `pool-${String(index).padStart(4, '0')}`);
  const bare = storage.table('PoolState');
  for (let at = 0; at < names.length; at += 100)
    await bare.submitTransaction(
      names
        .slice(at, at + 100)
        .map((rowKey) => ['create', { partitionKey: 'demo', rowKey, v: 1, isOn: true, text: 'ü' }]),
    );
  const rows = await queryRows(table, "PartitionKey eq 'demo'", ['PartitionKey', 'RowKey', 'v', 'isOn']);
  expect(rows.map(({ rowKey }) => rowKey)).toEqual(names);
  const { etag } = await bare.getEntity('demo', 'pool-1000');
  expect(rows.at(-1)).toEqual({ partitionKey: 'demo', rowKey: 'pool-1000', v: 1, isOn: true, etag });
});

it('a query that the service refuses fails', async () => {
  await expect(queryRows(table, 'PartitionKey eq')).rejects.toThrow('The table PoolState could not be used.');
});
