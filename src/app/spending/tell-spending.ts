import { Temporal } from 'temporal-polyfill';
import { poolKey } from '../../core/pool/pool-key.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import {
  type DayFigures,
  type DaySums,
  LargestSpent,
  type SpentHours,
  SumOfDays,
  sharesBefore,
} from '../../core/savings/day-figures.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { HasDayFigures } from '../../ports/day-figures.ts';

/** By what spending is grouped: pools, days in UTC, the schedules of the policy, or the owner by the metadata. */
export type SpendingGroup = 'pool' | 'day' | 'schedule' | 'owner';

/** The spending of some pools on some days. */
export interface Spending {
  readonly total: DaySums;
  /** In the order of their names. */
  readonly groups: readonly { readonly name: string; readonly sums: DaySums }[];
  readonly families: readonly SpentHours[];
  readonly jobs: readonly SpentHours[];
  /** The schedules or the owner of a pool on its last day; `-` if it has none. */
  groupOf(by: 'schedule' | 'owner', pool: PoolName): string;
}

/** Which pools and whole days. */
export interface SpendingQuery {
  readonly account?: string | undefined;
  readonly pool?: string | undefined;
  readonly span: { readonly from: Temporal.Instant; readonly to: Temporal.Instant };
  readonly group: SpendingGroup;
}

const DAY_MS = 86_400_000;

/**
 * The spending on the UTC days that begin in a span. The days are summed up as they are read, account after account: those of
 * thousands of pools are more than the memory holds.
 */
export async function tellSpending(
  ports: HasBatchReader & HasDayFigures,
  { account, pool, span, group }: SpendingQuery,
): Promise<Spending> {
  const first = Math.ceil(span.from.epochMilliseconds / DAY_MS);
  const last = Math.floor((span.to.epochMilliseconds - 1) / DAY_MS);
  const accounts = account === undefined ? ports.batch.accounts : [account];
  const ledger = new SpendingLedger();
  for (const name of accounts) {
    const of = { account: name, poolId: pool };
    const before = sharesBefore(await ports.dayFigures.listUseBefore(of));
    for await (const days of ports.dayFigures.stream(of, first, last)) ledger.add(days, before);
  }
  return ledger.spendingBy(group);
}

/** What is known of a pool on its last day. */
type LastDay = Pick<DayFigures, 'account' | 'poolId' | 'day' | 'owner' | 'schedules'>;

/** The sums of the days that were read so far. */
class SpendingLedger {
  readonly #pools = new Map<string, { last: LastDay; readonly sum: SumOfDays }>();
  readonly #days = new Map<string, SumOfDays>();
  readonly #families = new LargestSpent();
  readonly #jobs = new LargestSpent();

  add(days: readonly DayFigures[], before: ReadonlyMap<string, number>): void {
    for (const figures of days) {
      const { account, poolId, day, owner, schedules } = figures;
      const key = poolKey(figures);
      const last = { account, poolId, day, owner, schedules };
      const pool = this.#pools.get(key) ?? { last, sum: new SumOfDays() };
      if (day >= pool.last.day) pool.last = last;
      this.#pools.set(key, pool);
      pool.sum.add(figures, before.get(key));
      sumIn(this.#days, dateOf(day)).add(figures, before.get(key));
      this.#families.add(figures.families);
      this.#jobs.add(figures.jobs);
    }
  }

  spendingBy(group: SpendingGroup): Spending {
    const total = new SumOfDays();
    for (const { sum } of this.#pools.values()) total.addAll(sum);
    return {
      total: total.sums,
      groups: [...(group === 'day' ? this.#days : this.#poolsBy(group))]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, sum]) => ({ name, sums: sum.sums })),
      families: this.#families.largest,
      jobs: this.#jobs.largest,
      groupOf: (by, pool) => groupOf(by, this.#pools.get(poolKey(pool))?.last),
    };
  }

  #poolsBy(group: 'pool' | 'schedule' | 'owner'): ReadonlyMap<string, SumOfDays> {
    const groups = new Map<string, SumOfDays>();
    for (const { last, sum } of this.#pools.values()) sumIn(groups, groupOf(group, last)).addAll(sum);
    return groups;
  }
}

function sumIn(sums: Map<string, SumOfDays>, name: string): SumOfDays {
  const sum = sums.get(name) ?? new SumOfDays();
  sums.set(name, sum);
  return sum;
}

function groupOf(by: 'pool' | 'schedule' | 'owner', last: LastDay | undefined): string {
  if (last === undefined) return '-';
  if (by === 'pool') return `${last.account}/${last.poolId}`;
  return (by === 'owner' ? last.owner : last.schedules.join(' + ')) || '-';
}

function dateOf(day: number): string {
  return Temporal.Instant.fromEpochMilliseconds(day * DAY_MS)
    .toString()
    .slice(0, 10);
}
