import type { PoolName } from '../../core/pool/pool-name.ts';
import type { HasClock, HasWallClock } from '../../ports/clock.ts';
import type { HasDayFigures } from '../../ports/day-figures.ts';
import { type DocumentSources, readDocuments } from '../documents/read-documents.ts';
import { type SumUpDayPorts, sumUpDay } from './sum-up-day.ts';

/** The ports that sumUpDays uses. */
export type SumUpDaysPorts = SumUpDayPorts & DocumentSources & HasClock & HasDayFigures & HasWallClock;

const DAY_MS = 86_400_000;
/** The longest run in real time, in milliseconds; the next run continues. */
const PATIENCE_MS = 240_000;

/**
 * Computes the previous day for every pool that does not have it yet.
 * @returns the number of pools
 */
export async function sumUpDays(ports: SumUpDaysPorts): Promise<number> {
  const now = await ports.clock.now();
  const day = Math.floor(now.epochMilliseconds / DAY_MS) - 1;
  const end = (await ports.wallClock.now()).epochMilliseconds + PATIENCE_MS;
  const documents = await readDocuments(ports, now);
  let count = 0;
  for (const pool of await poolsToSumUp(ports, day)) {
    if ((await ports.wallClock.now()).epochMilliseconds > end) break;
    const figures = await sumUpDay(ports, { pool, day, documents });
    if (figures === undefined) continue;
    await ports.dayFigures.add(figures);
    count++;
  }
  return count;
}

/** The pools that were ever evaluated, without those whose day is computed. */
async function poolsToSumUp(ports: SumUpDaysPorts, day: number): Promise<readonly PoolName[]> {
  const perAccount = ports.batch.accounts.map(async (account) => {
    const [pools, done] = await Promise.all([ports.poolStates.list(account), ports.dayFigures.poolsOf(account, day)]);
    const names = new Set(done.map(({ poolId }) => poolId.toLowerCase()));
    return pools.filter(({ poolId }) => !names.has(poolId.toLowerCase())).map(({ poolId }) => ({ account, poolId }));
  });
  return (await Promise.all(perAccount)).flat();
}
