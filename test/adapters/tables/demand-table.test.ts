import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { demandTable } from '../../../src/adapters/tables/demand-table.ts';
import { encodeDemand } from '../../../src/core/demand/demand-day.ts';
import type { DemandMinute } from '../../../src/core/demand/demand-minute.ts';
import { onTables } from '../../contract/backend.ts';
import { demandRecordsContract } from '../../contract/demand-records.ts';
import { TestStorage } from '../../support/local-storage.ts';

demandRecordsContract(onTables(['Demand'], (table) => demandTable(table('Demand'))));

const RENDER = { account: 'demo', poolId: 'render' };
const DAY = 20_514;

function aMinute(minute: number): DemandMinute {
  const counts = { needed: 1, paid: 1, busy: 1, waitingTasks: 0, runningTasks: 1, submittedTasks: 0, endedTasks: 0 };
  return { minute, ...counts, families: [] };
}

describe('the table of recorded demand', () => {
  let storage: TestStorage;
  beforeAll(async () => {
    storage = await TestStorage.start();
  });
  afterEach(() => storage.clear('Demand'));
  afterAll(() => storage.close());

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['no archive', Buffer.from('not packed')],
    ['an archive of 32 MiB', gzipSync(Buffer.alloc(2 ** 25), { level: 9 })],
  ])('takes a day that is %s for one without minutes, and writes over it', async (_, minutes0) => {
    const row = { partitionKey: 'seen|demo|render', rowKey: '020514', minutes0 };
    const records = demandTable(storage.tables('Demand'));
    await records.addToDay(RENDER, DAY, [aMinute(3)]);
    await storage.table('Demand').upsertEntity(row, 'Replace');
    expect(await records.readDay(RENDER, DAY)).toEqual([]);
    await records.addToDay(RENDER, DAY, [aMinute(7)]);
    expect(await records.readDay(RENDER, DAY)).toEqual([aMinute(7)]);
  });

  it('keeps a day that a newer version of the app has written, as during a deployment', async () => {
    const minutes0 = gzipSync(encodeDemand([aMinute(3)]).with(0, 5));
    await storage
      .table('Demand')
      .createTable()
      .catch(() => undefined);
    const row = { partitionKey: 'seen|demo|render', rowKey: '020514', minutes0 };
    await storage.table('Demand').upsertEntity(row, 'Replace');
    const records = demandTable(storage.tables('Demand'));
    await records.addToDay(RENDER, DAY, [aMinute(7)]);
    expect(await records.readDay(RENDER, DAY)).toEqual([]);
    const { minutes0: kept } = await storage.table('Demand').getEntity('seen|demo|render', '020514');
    expect(Buffer.from(kept as Uint8Array)).toEqual(minutes0);
  });

  it('never says that minutes were added that are not there, however many writers there are', async () => {
    const minutes = Array.from({ length: 16 }, (_, index) => index);
    const records = demandTable(storage.tables('Demand'));
    const added = await Promise.allSettled(minutes.map((minute) => records.addToDay(RENDER, DAY, [aMinute(minute)])));
    const kept = (await records.readDay(RENDER, DAY)).map(({ minute }) => minute);
    expect(kept).toEqual(minutes.filter((minute) => added[minute]?.status === 'fulfilled'));
  });
});
