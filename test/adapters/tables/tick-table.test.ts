import { afterAll, beforeAll, expect, it } from 'vitest';
import { tickTable } from '../../../src/adapters/tables/tick-table.ts';
import { onTables } from '../../contract/backend.ts';
import { ticksContract } from '../../contract/ticks.ts';
import { TestStorage } from '../../support/local-storage.ts';

ticksContract(onTables(['PoolState'], (table) => tickTable(table('PoolState'))));

let storage: TestStorage;
beforeAll(async () => {
  storage = await TestStorage.start();
});
afterAll(() => storage.close());

it('a tick goes on where the row of the last one cannot be read', async () => {
  const bare = storage.table('PoolState');
  await bare.createTable();
  await bare.upsertEntity({ partitionKey: '_', rowKey: 'last-tick', at: 'noon' }, 'Replace');
  expect((await tickTable(storage.tables('PoolState')).start()).before).toBeUndefined();
});
