import { describe, expect, it } from 'vitest';
import type { DemandMinute } from '../../src/core/demand/demand-minute.ts';
import type { DemandRecords } from '../../src/ports/demand-records.ts';
import { type Backend, onEach } from './backend.ts';

const RENDER = { account: 'demo', poolId: 'render' };
const DAY = 20_514;

function aMinute(minute: number, needed = 3): DemandMinute {
  const families = [{ family: 'train-*', submittedTasks: needed, endedTasks: 0 }];
  return {
    minute,
    needed,
    paid: 5,
    busy: 1,
    waitingTasks: 2,
    runningTasks: 1,
    submittedTasks: needed,
    endedTasks: 0,
    families,
  };
}

/** What every record of demand does: a minute that was seen stays, a hole stays a hole, and old days can be deleted. */
export function demandRecordsContract(backend: Backend<DemandRecords>): void {
  describe('records of demand', () => {
    let records: DemandRecords;
    onEach(backend, (port) => {
      records = port;
    });

    it('give the minutes of a day in the order of time, and only those that were seen', async () => {
      await records.addToDay(RENDER, DAY, [aMinute(9), aMinute(11)]);
      await records.addToDay(RENDER, DAY, [aMinute(3)]);
      expect(await records.readDay(RENDER, DAY)).toEqual([aMinute(3), aMinute(9), aMinute(11)]);
      expect(await records.readDay(RENDER, DAY + 1)).toEqual([]);
      expect(await records.readDay({ ...RENDER, poolId: 'other' }, DAY)).toEqual([]);
    });

    it('keep a minute as it was seen first', async () => {
      await records.addToDay(RENDER, DAY, [aMinute(5, 3)]);
      await records.addToDay(RENDER, DAY, [aMinute(5, 8), aMinute(6, 8)]);
      expect(await records.readDay(RENDER, DAY)).toEqual([aMinute(5, 3), aMinute(6, 8)]);
    });

    it('find a pool in any letter case', async () => {
      await records.addToDay({ account: 'demo', poolId: 'Render' }, DAY, [aMinute(1)]);
      expect(await records.readDay(RENDER, DAY)).toEqual([aMinute(1)]);
    });

    it('lose nothing when two processes add to a day at the same moment', async () => {
      await Promise.all([1, 2].map((minute) => backend.open().addToDay(RENDER, DAY, [aMinute(minute)])));
      expect(await records.readDay(RENDER, DAY)).toEqual([aMinute(1), aMinute(2)]);
    });

    it('delete the days before one, of all pools', async () => {
      for (const day of [DAY - 2, DAY - 1, DAY]) await records.addToDay(RENDER, day, [aMinute(1)]);
      await records.addToDay({ ...RENDER, poolId: 'other' }, DAY - 1, [aMinute(1)]);
      expect(await records.sweep(DAY)).toBe(3);
      expect(await records.sweep(DAY)).toBe(0);
      expect(await records.readDay(RENDER, DAY)).toHaveLength(1);
    });
  });
}
