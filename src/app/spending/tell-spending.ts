import type { Temporal } from 'temporal-polyfill';
import type { PoolName } from '../../core/pool/pool-name.ts';
import { type DayFigures, poolKey, sharesBefore } from '../../core/savings/day-figures.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { HasDayFigures } from '../../ports/day-figures.ts';

/** The days of some pools, and for each pool the share of its nodes that was on before a policy acted. */
export interface Spending {
  readonly figures: readonly DayFigures[];
  readonly before: ReadonlyMap<string, number>;
}

/** Which pools and whole days. */
export interface SpendingQuery {
  readonly account?: string | undefined;
  readonly pool?: string | undefined;
  readonly span: { readonly from: Temporal.Instant; readonly to: Temporal.Instant };
}

const DAY_MS = 86_400_000;

/** The spending on the UTC days that begin in a span, and how many nodes of each pool were on before a policy acted on it. */
export async function tellSpending(
  ports: HasBatchReader & HasDayFigures,
  { account, pool, span }: SpendingQuery,
): Promise<Spending> {
  const first = Math.ceil(span.from.epochMilliseconds / DAY_MS);
  const last = Math.floor((span.to.epochMilliseconds - 1) / DAY_MS);
  const accounts = account === undefined ? ports.batch.accounts : [account];
  const pools = accounts.map((name) => ({ account: name, poolId: pool }));
  const [figures, uses] = await Promise.all([
    Promise.all(pools.map((of) => ports.dayFigures.list(of, first, last))),
    Promise.all(pools.map((of) => ports.dayFigures.listUseBefore(of))),
  ]);
  return { figures: figures.flat(), before: sharesBefore(uses.flat()) };
}

/** Returns the group of a pool, by its last day. */
export function groupsBy(by: 'schedule' | 'owner', figures: readonly DayFigures[]): (pool: PoolName) => string {
  const lastOf = new Map<string, DayFigures>();
  for (const day of figures) {
    const key = poolKey(day);
    if (day.day >= (lastOf.get(key)?.day ?? day.day)) lastOf.set(key, day);
  }
  return (pool) => {
    const last = lastOf.get(poolKey(pool));
    const name = by === 'owner' ? last?.owner : last?.schedules.join(' + ');
    return name === undefined || name === '' ? '-' : name;
  };
}
