import pLimit from 'p-limit';
import type { Temporal } from 'temporal-polyfill';
import type { Documents } from '../../core/plan/documents.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import { describeError } from '../../core/text/describe-error.ts';
import type { HasClock, HasWallClock } from '../../ports/clock.ts';
import type { HasDayFigures } from '../../ports/day-figures.ts';
import { withPatience } from '../../ports/patience.ts';
import { sha256 } from '../../ports/sha256.ts';
import { type DocumentSources, readDocuments } from '../documents/read-documents.ts';
import { type SumUpDayPorts, sumUpDay } from './sum-up-day.ts';

/** The ports that sumUpDays uses. */
export type SumUpDaysPorts = SumUpDayPorts & DocumentSources & HasClock & HasDayFigures & HasWallClock;

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** How many days are computed that were missed, because no run came to them on the next day: the app was stopped, for example. */
const MOST_DAYS = 7;

/**
 * In real time, in milliseconds: how long pools are begun, and when a pool that was begun is given up. The host ends a function, and
 * its process, after five minutes; the next run continues.
 */
const LIMITS = { beginMs: 240_000, endMs: 270_000 };

/** How many accounts are summed up at the same time: a read of one that is out of reach takes minutes to fail. */
const ACCOUNTS_AT_ONCE = 8;

/** The result of one run. */
export interface SummedUp {
  /** Number of pools. */
  readonly pools: number;
  /** One sentence for each pool that failed. */
  readonly problems: readonly string[];
}

/**
 * Computes the previous day for every pool that does not have it yet, and before it the days that were missed since the last
 * one. If a pool fails, the next run tries it again, and this run continues with the others: an account that cannot be reached
 * must not cost them their day.
 */
export async function sumUpDays(ports: SumUpDaysPorts, limits = LIMITS): Promise<SummedUp> {
  const now = await ports.clock.now();
  const day = Math.floor(now.epochMilliseconds / DAY_MS) - 1;
  const begun = (await ports.wallClock.now()).epochMilliseconds;
  const documents = await readDocuments(ports, now);
  const run = { now, day, documents, beginUntil: begun + limits.beginMs, endAt: begun + limits.endMs };
  const accounts = await pLimit(ACCOUNTS_AT_ONCE).map(ports.batch.accounts, (account) =>
    sumUpAccount(ports, account, run),
  );
  return {
    pools: accounts.reduce((sum, { pools }) => sum + pools, 0),
    problems: accounts.flatMap(({ problems }) => problems),
  };
}

interface Run {
  readonly now: Temporal.Instant;
  readonly day: number;
  readonly documents: Documents;
  readonly beginUntil: number;
  readonly endAt: number;
}

async function sumUpAccount(ports: SumUpDaysPorts, account: string, run: Run): Promise<SummedUp> {
  const problems: string[] = [];
  let count = 0;
  for (const { pool, firstDay } of await poolsToSumUp(ports, account, run)) {
    const { epochMilliseconds } = await ports.wallClock.now();
    if (epochMilliseconds > run.beginUntil) break;
    try {
      if (await withPatience(sumUpPool(ports, pool, { ...run, firstDay }), run.endAt - epochMilliseconds)) count++;
    } catch (error) {
      problems.push(`The day before was not summed up for ${pool.account}/${pool.poolId}: ${describeError(error)}`);
    }
  }
  return { pools: count, problems };
}

/** @returns `false` if the pool was deleted, and has no records of the first of the days */
async function sumUpPool(
  ports: SumUpDaysPorts,
  pool: PoolName,
  { firstDay, day, documents }: Run & Pick<PoolToSumUp, 'firstDay'>,
): Promise<boolean> {
  for (let one = firstDay; one <= day; one++) {
    const figures = await sumUpDay(ports, { pool, day: one, documents });
    if (figures === undefined) return one > firstDay;
    await ports.dayFigures.add(figures);
  }
  return true;
}

interface PoolToSumUp {
  readonly pool: PoolName;
  readonly firstDay: number;
}

/**
 * The pools of an account that were ever evaluated, without those whose day is computed; in another order each hour, so that a
 * pool that takes all the time of a run does not keep the same others waiting.
 */
async function poolsToSumUp(
  ports: SumUpDaysPorts,
  account: string,
  { now, day }: Run,
): Promise<readonly PoolToSumUp[]> {
  const [pools, done, uses] = await Promise.all([
    ports.poolStates.list(account),
    ports.dayFigures.poolsOf(account, day),
    ports.dayFigures.listUseBefore({ account }),
  ]);
  const names = new Set(done.map(({ poolId }) => poolId.toLowerCase()));
  const lastDayOf = new Map(uses.map(({ poolId, lastDay }) => [poolId.toLowerCase(), lastDay]));
  const hour = Math.floor(now.epochMilliseconds / HOUR_MS);
  return pools
    .filter(({ poolId }) => !names.has(poolId.toLowerCase()))
    .map(({ poolId }) => ({ pool: { account, poolId }, place: sha256(`${hour} ${poolId}`) }))
    .toSorted((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ pool }) => {
      const next = (lastDayOf.get(pool.poolId.toLowerCase()) ?? day) + 1;
      return { pool, firstDay: Math.min(day, Math.max(next, day - MOST_DAYS + 1)) };
    });
}
