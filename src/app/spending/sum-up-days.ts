import type { PoolName } from '../../core/pool/pool-name.ts';
import { describeError } from '../../core/text/describe-error.ts';
import type { HasClock, HasWallClock } from '../../ports/clock.ts';
import type { HasDayFigures } from '../../ports/day-figures.ts';
import { type DocumentSources, readDocuments } from '../documents/read-documents.ts';
import { type SumUpDayPorts, sumUpDay } from './sum-up-day.ts';

/** The ports that sumUpDays uses. */
export type SumUpDaysPorts = SumUpDayPorts & DocumentSources & HasClock & HasDayFigures & HasWallClock;

const DAY_MS = 86_400_000;
/** The longest run in real time, in milliseconds; the next run continues. */
const PATIENCE_MS = 240_000;

/** The result of one run. */
export interface SummedUp {
  /** Number of pools. */
  readonly pools: number;
  /** One sentence for each pool that failed. */
  readonly problems: readonly string[];
}

/**
 * Computes the previous day for every pool that does not have it yet. The day of a pool that fails is tried again by the next
 * run, and the others go on: an account that is out of reach must not cost them their day.
 */
export async function sumUpDays(ports: SumUpDaysPorts): Promise<SummedUp> {
  const now = await ports.clock.now();
  const day = Math.floor(now.epochMilliseconds / DAY_MS) - 1;
  const end = (await ports.wallClock.now()).epochMilliseconds + PATIENCE_MS;
  const documents = await readDocuments(ports, now);
  const problems: string[] = [];
  let count = 0;
  for (const pool of await poolsToSumUp(ports, day)) {
    if ((await ports.wallClock.now()).epochMilliseconds > end) break;
    try {
      const figures = await sumUpDay(ports, { pool, day, documents });
      if (figures === undefined) continue;
      await ports.dayFigures.add(figures);
      count++;
    } catch (error) {
      problems.push(`The day before was not summed up for ${pool.account}/${pool.poolId}: ${describeError(error)}`);
    }
  }
  return { pools: count, problems };
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
