import type { Temporal } from 'temporal-polyfill';
import { describeError } from '../core/text/describe-error.ts';
import type { HasBatchReader } from '../ports/batch.ts';
import type { HasCalendars } from '../ports/calendars.ts';
import type { HasClaims } from '../ports/claim-store.ts';
import type { HasClock, HasWallClock } from '../ports/clock.ts';
import type { HasDayFigures } from '../ports/day-figures.ts';
import type { HasDeliveries } from '../ports/deliveries.ts';
import type { HasDemandRecords } from '../ports/demand-records.ts';
import type { HasDocumentReader } from '../ports/documents.ts';
import { AppError } from '../ports/errors.ts';
import type { HasPoolStates } from '../ports/pool-states.ts';
import type { HasReplays } from '../ports/replays.ts';
import { calendarAddresses } from './documents/calendar-addresses.ts';
import { type SweepHealthPorts, sweepHealth } from './health/sweep-health.ts';

/** How long deliveries are kept, in days. */
const DELIVERY_DAYS = 30;
/** How long replays are kept, in days. */
const REPLAY_DAYS = 30;
/** How many days of recorded demand are kept: four weeks, and the day that has just begun. */
const DEMAND_DAYS = 29;
/** How many days of spending figures are kept: a year, and the same month of the year before. */
const FIGURE_DAYS = 400;
/** How long the copy of a calendar that no saved schedule names is kept after its last use, in days. */
const CALENDAR_DAYS = 30;
/** How long the state of a deleted pool is kept after its last evaluation, in days. */
const STATE_DAYS = 30;
const DAY_MS = 86_400_000;

/** How many rows were deleted. */
export interface CleanedUp {
  readonly claims: number;
  readonly deliveries: number;
  readonly replays: number;
  readonly demandDays: number;
  readonly figureDays: number;
  readonly calendars: number;
  readonly poolStates: number;
  /** Of pools and nodes that do not exist any more, where the health collector is off. */
  readonly health: number;
  /** What could not be deleted, one sentence each. The next night tries it again. */
  readonly problems: readonly string[];
}

/** The ports that cleanUp uses. */
export type CleanUpPorts = HasBatchReader &
  HasCalendars &
  HasClaims &
  HasClock &
  HasDayFigures &
  HasDeliveries &
  HasDemandRecords &
  HasDocumentReader &
  HasPoolStates &
  HasReplays &
  HasWallClock &
  SweepHealthPorts;

/**
 * Deletes expired claims, deliveries and replays after 30 days, recorded demand after 29 days, spending figures after 400 days,
 * copies of calendars that no saved schedule names 30 days after their last use, the states of deleted pools 30 days after
 * their last evaluation, and the health of nodes that do not exist any more. If the rows of one kind cannot be deleted, those of the others are.
 */
export async function cleanUp(ports: CleanUpPorts): Promise<CleanedUp> {
  const { calendars, claims, dayFigures, deliveries, demandRecords, replays, clock, wallClock } = ports;
  const now = await clock.now();
  const today = Math.floor(now.epochMilliseconds / DAY_MS);
  // The storage dates blobs by its own clock, which is real time.
  const written = (await wallClock.now()).subtract({ hours: REPLAY_DAYS * 24 });
  const problems: string[] = [];
  // What fails every night, such as blobs that nobody may read, must not keep the rest growing.
  const sweep = async (what: string, run: () => Promise<number>): Promise<number> => {
    try {
      return await run();
    } catch (error) {
      // What exists in an account that cannot be reached is not known. The ticks tell of it, and the next night comes.
      if (error instanceof AppError && error.code === 'BatchUnavailable') return 0;
      problems.push(`Old ${what} could not be deleted: ${describeError(error)}`);
      return 0;
    }
  };
  const inEachAccount = async (what: string, run: (account: string) => Promise<number>): Promise<number> => {
    const swept = ports.batch.accounts.map((account) => sweep(`${what} in ${account}`, () => run(account)));
    return (await Promise.all(swept)).reduce((sum, count) => sum + count, 0);
  };
  const before = (days: number) => now.subtract({ hours: days * 24 });
  return {
    claims: await sweep('claims', () => claims.sweep()),
    deliveries: await sweep('deliveries', () => deliveries.sweep(before(DELIVERY_DAYS))),
    replays: await sweep('replays', () => replays.sweep(written.epochMilliseconds)),
    demandDays: await sweep('days of demand', () => demandRecords.sweep(today - DEMAND_DAYS)),
    figureDays: await sweep('days of spending', () => dayFigures.sweep(today - FIGURE_DAYS)),
    calendars: await sweep('copies of calendars', async () =>
      calendars.sweep(before(CALENDAR_DAYS), await addressesNamed(ports)),
    ),
    poolStates: await inEachAccount('states of deleted pools', (account) =>
      sweepPoolStates(ports, account, before(STATE_DAYS)),
    ),
    health: await inEachAccount('health of nodes', (account) => sweepHealth(ports, account, now)),
    problems,
  };
}

/** Each tick reads the states of all pools, and jobs can have pools of their own, which are deleted with them. */
async function sweepPoolStates(
  { batch, poolStates }: HasBatchReader & HasPoolStates,
  account: string,
  before: Temporal.Instant,
): Promise<number> {
  const pools = await batch.listPools(account);
  return poolStates.sweep(account, new Set(pools.map(({ poolId }) => poolId.toLowerCase())), before);
}

async function addressesNamed(ports: HasDocumentReader): Promise<ReadonlySet<string>> {
  return new Set((await calendarAddresses(ports)).keys());
}
