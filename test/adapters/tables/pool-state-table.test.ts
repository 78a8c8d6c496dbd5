import { afterAll, beforeAll, expect, it } from 'vitest';
import { poolStateTable } from '../../../src/adapters/tables/pool-state-table.ts';
import { tickTable } from '../../../src/adapters/tables/tick-table.ts';
import { onTables } from '../../contract/backend.ts';
import { poolStatesContract } from '../../contract/pool-states.ts';
import { NOON } from '../../support/builders.ts';
import { TestStorage } from '../../support/local-storage.ts';

poolStatesContract(onTables(['PoolState'], (table) => poolStateTable(table('PoolState'))));

let storage: TestStorage;
beforeAll(async () => {
  storage = await TestStorage.start();
});
afterAll(() => storage.close());

it('lists no tick among the states of pools, though they share a table', async () => {
  const table = storage.tables('PoolState');
  await tickTable(table).record({ at: NOON, pools: 1, due: 1, problems: [] });
  expect(await poolStateTable(table).list('demo')).toEqual([]);
});
