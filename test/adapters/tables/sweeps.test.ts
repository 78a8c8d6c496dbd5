import { Temporal } from 'temporal-polyfill';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { claimTable } from '../../../src/adapters/tables/claim-table.ts';
import { dayFiguresTable } from '../../../src/adapters/tables/day-figures-table.ts';
import { demandTable } from '../../../src/adapters/tables/demand-table.ts';
import type { Table } from '../../../src/adapters/tables/storage/table.ts';
import { aDayOfFigures } from '../../support/builders.ts';
import { TestStorage } from '../../support/local-storage.ts';

const NOON = Temporal.Instant.from('2026-03-02T12:00:00Z');

const NAMES = Array.from({ length: 40 }, (_, index) => `n${index}`);

let storage: TestStorage;
beforeAll(async () => {
  storage = await TestStorage.start();
});
afterEach(() => storage.clear('Claims', 'Demand'));
afterAll(() => storage.close());

/** A table that counts the operations that are under way at the same time. */
function counted(table: Table): { readonly table: Table; readonly most: () => number } {
  let [underWay, most] = [0, 0];
  return {
    most: () => most,
    table: {
      run: async (operation) => {
        underWay += 1;
        most = Math.max(most, underWay);
        return table.run(operation).finally(() => {
          underWay -= 1;
        });
      },
    },
  };
}

const aMinute = { minute: 0, needed: 1, paid: 1, busy: 1, waitingTasks: 0, runningTasks: 1 };

/** The host ends a function after five minutes: rows that are deleted one by one are then never all deleted. */
it.each([
  [
    'claims',
    async (table: Table) => {
      const claims = claimTable(table, { now: async () => NOON });
      for (const key of NAMES) await claims.claim({ scope: 'link', key, text: '', until: NOON });
      return () => claims.sweep();
    },
  ],
  [
    'days of demand',
    async (table: Table) => {
      const demand = demandTable(table);
      const minute = { ...aMinute, submittedTasks: 0, endedTasks: 0, families: [] };
      for (const poolId of NAMES) await demand.addToDay({ account: 'demo', poolId }, 20_000, [minute]);
      return () => demand.sweep(20_001);
    },
  ],
  [
    'days of figures',
    async (table: Table) => {
      const figures = dayFiguresTable(table);
      for (const poolId of NAMES) await figures.add(aDayOfFigures({ poolId, day: 20_000 }));
      return () => figures.sweep(20_001);
    },
  ],
])('%s that are over are deleted several at a time', async (what, prepare) => {
  const { table, most } = counted(storage.tables(what === 'claims' ? 'Claims' : 'Demand'));
  const sweep = await prepare(table);
  const before = most();
  expect(await sweep()).toBe(NAMES.length);
  expect(before).toBe(1);
  expect(most()).toBeGreaterThan(8);
});
