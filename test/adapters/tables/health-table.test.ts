import { afterAll, beforeAll, expect, it } from 'vitest';
import { healthTable } from '../../../src/adapters/tables/health-table.ts';
import { poolStateTable } from '../../../src/adapters/tables/pool-state-table.ts';
import { onTables } from '../../contract/backend.ts';
import { healthRecordsContract } from '../../contract/health-records.ts';
import { NOON } from '../../support/builders.ts';
import { TestStorage } from '../../support/local-storage.ts';

healthRecordsContract(onTables(['PoolState'], (table) => healthTable(table('PoolState'))));

let storage: TestStorage;
beforeAll(async () => {
  storage = await TestStorage.start();
});
afterAll(() => storage.close());

it('stays out of the way of the states of pools, with which it shares a table', async () => {
  const table = storage.tables('PoolState');
  const node = { account: 'demo', poolId: 'Render', nodeId: 'tvm_1' };
  const record = { ...node, triedAt: NOON, probe: undefined, fault: undefined, failing: [], changes: undefined };
  await healthTable(table).put(record, undefined);
  await healthTable(table).visit({ account: 'demo', poolId: 'Render', at: NOON });
  expect(await poolStateTable(table).list('demo')).toEqual([]);
});
