import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { dayFiguresTable } from '../../../src/adapters/tables/day-figures-table.ts';
import { tables } from '../../../src/adapters/tables/storage/table.ts';
import { type DayFigures, sharesBefore } from '../../../src/core/savings/day-figures.ts';
import type { DayFiguresStore, FiguredPools } from '../../../src/ports/day-figures.ts';
import { aDayOfFigures } from '../../support/builders.ts';
import { Cable } from '../../support/cable.ts';
import { TestStorage } from '../../support/local-storage.ts';

const POOLS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const DAYS = Array.from({ length: 20 }, (_, index) => 20_000 + index);
/** About as long as those of a pool with many jobs. */
const JOBS = Array.from({ length: 30 }, (_, index) => ({ name: `the job with the long name ${index}`, hours: index }));

let storage: TestStorage;
let cable: Cable;
let dayFigures: DayFiguresStore;

beforeAll(async () => {
  storage = await TestStorage.start();
  const [, port = ''] = /TableEndpoint=http:\/\/[^:]+:(\d+)/.exec(storage.connectionString) ?? [];
  cable = await Cable.to(Number(port));
  const connectionString = storage.connectionString.replace(`:${port}/`, `:${cable.port}/`);
  dayFigures = dayFiguresTable(
    tables({ kind: 'connection-string', connectionString }, () => {
      throw new Error('No token is needed here.');
    })('Demand'),
  );
});
afterEach(() => storage.clear('Demand'));
afterAll(async () => {
  cable.cut();
  await storage.close();
});

async function partsOf(of: FiguredPools, from: number, to: number) {
  const parts: (readonly DayFigures[])[] = [];
  for await (const part of dayFigures.stream(of, from, to)) parts.push(part);
  return parts;
}

/** The figures of the last two days and the use before, and how many bytes were read for them. */
async function spending(poolId?: string) {
  const received = cable.received;
  const of = { account: 'demo', poolId };
  const figures = (await partsOf(of, 20_018, 20_019)).flat();
  const before = sharesBefore(await dayFigures.listUseBefore(of));
  return { figures, before, bytes: cable.received - received };
}

it('the spending on a pool is read without the days of others, or those before', async () => {
  for (const day of DAYS) {
    const of = { day, enforced: day >= 20_010, paidHours: day < 20_010 ? 120 : 60, jobs: JOBS };
    await Promise.all(POOLS.map((poolId) => dayFigures.add(aDayOfFigures({ ...of, poolId }))));
  }
  const row = JSON.stringify(JSON.stringify(aDayOfFigures({ jobs: JOBS }))).length;
  const one = await spending('B');
  expect(one.figures.map(({ poolId, day }) => [poolId, day])).toEqual([
    ['b', 20_018],
    ['b', 20_019],
  ]);
  expect(one.before).toEqual(new Map([['demo/b', 0.5]]));
  expect(one.bytes).toBeLessThan(2 * row + 5_000);
  const all = await spending();
  expect(all.figures).toHaveLength(16);
  expect(all.before).toEqual(new Map(POOLS.map((pool) => [`demo/${pool}`, 0.5])));
  expect(all.bytes).toBeLessThan(16 * row + 10_000);
});

it.each(['{', '7', '{}', 'null'])('a day that is %s leaves the other days, and other pools', async (figures) => {
  for (const poolId of ['a', 'b']) await dayFigures.add(aDayOfFigures({ poolId, day: 1 }));
  const row = { partitionKey: 'spent|demo', rowKey: '000001|a', figures };
  await storage.table('Demand').upsertEntity(row, 'Replace');
  expect(await partsOf({ account: 'demo' }, 1, 1)).toMatchObject([[{ poolId: 'b' }]]);
  expect(await dayFigures.list({ account: 'demo', poolId: 'a' }, 1, 1)).toEqual([]);
});

it('figures are stored once, and swept with the pool', async () => {
  const first = aDayOfFigures({ day: 1, enforced: false });
  for (const figures of [first, { ...first, paidHours: 1 }, { ...first, day: 2 }]) await dayFigures.add(figures);
  expect(await dayFigures.poolsOf('demo', 1)).toEqual([{ account: 'demo', poolId: 'render' }]);
  expect(await dayFigures.list({ account: 'demo', poolId: 'render' }, 1, 2)).toMatchObject([
    { day: 1, paidHours: 60 },
    { day: 2 },
  ]);
  expect(await dayFigures.listUseBefore({ account: 'demo' })).toMatchObject([{ paidHours: 120, lastDay: 2 }]);
  expect(await dayFigures.sweep(2)).toBe(1);
  expect(await dayFigures.listUseBefore({ account: 'demo' })).toHaveLength(1);
  expect(await dayFigures.sweep(3)).toBe(1);
  expect(await dayFigures.listUseBefore({ account: 'demo' })).toEqual([]);
});

it('the days of many pools come in parts', async () => {
  await storage.table('Demand').createTable();
  const days = Array.from({ length: 110 }, (_, day) => day);
  for (const day of days) {
    const rows = Array.from({ length: 10 }, (_, pool) => ({
      ...{ partitionKey: 'spent|demo', rowKey: `${String(day).padStart(6, '0')}|p${pool}` },
      figures: JSON.stringify(aDayOfFigures({ day, poolId: `p${pool}` })),
    }));
    await storage.table('Demand').submitTransaction(rows.map((row) => ['upsert', row, 'Replace']));
  }
  const parts = await partsOf({ account: 'demo' }, 0, 200);
  expect(parts.map((part) => part.length)).toEqual([1000, 100]);
});
