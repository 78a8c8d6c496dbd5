import * as api from '../api/savings.ts';
import { type Savings, tellSavings } from '../app/savings/tell-savings.ts';
import { zonesOfPools } from '../app/savings/zones-of-pools.ts';
import { type Spending, tellSpending } from '../app/spending/tell-spending.ts';
import { byDay } from '../core/savings/ledger.ts';
import type { Uncounted } from '../core/savings/node-power.ts';
import { amountOf, type LedgerTotals, totalsOf } from '../core/savings/totals.ts';
import { toSpan } from './request/to-instant.ts';
import { type Operation, operation } from './serving/operation.ts';
import { toSpendingView } from './spending-view.ts';

type PoolSavings = Savings['pools'][number];

export const getSavings = operation(api.getSavings).by(
  async ({ query: { group, lines, account, pool, timeZone, ...span } }, ports) => {
    const { span: counted, archived, pools } = await tellSavings(ports, { account, pool, ...toSpan(span) });
    const all = pools.flatMap(({ ledger }) => ledger.lines);
    const spending = await tellSpending(ports, { account, pool, span: counted, group });
    return {
      status: 200,
      body: {
        from: counted.from.toString(),
        to: counted.to.toString(),
        group,
        total: toTotalsView(totalsOf(all)),
        groups:
          group === 'day'
            ? dayViews(pools, timeZone === 'pool' ? await zonesOfPools(ports, pools) : () => timeZone)
            : groupViews(group, pools, spending),
        spending: toSpendingView(spending),
        uncounted: pools.flatMap(toUncountedViews),
        ...(archived.length > 0 && { archived }),
        ...(lines && { lines: pools.flatMap(toLineViews) }),
        ...(timeZone !== 'UTC' && group !== 'day' && { warnings: [ZONE_WITHOUT_DAYS] }),
      },
    };
  },
);

const ZONE_WITHOUT_DAYS = {
  path: '$.timeZone',
  message: 'It says where days begin, and nothing is grouped by day: it has an effect with `group=day`.',
};

/** The operations on savings. */
export const SAVINGS: readonly Operation[] = [getSavings];

function toPoolView({ account, poolId, ledger }: PoolSavings) {
  return { account, pool: poolId, ...toTotalsView(totalsOf(ledger.lines)) };
}

function groupViews(group: 'pool' | 'schedule' | 'owner', pools: readonly PoolSavings[], spending: Spending) {
  if (group === 'pool') return pools.map(toPoolView);
  const groups = Map.groupBy(pools, (pool) => spending.groupOf(group, pool));
  return [...groups].map(([name, of]) => {
    const totals = toTotalsView(totalsOf(of.flatMap(({ ledger }) => ledger.lines)));
    return group === 'owner' ? { owner: name, ...totals } : { schedule: name, ...totals };
  });
}

/** Every day with a line, in the time zone of its pool, in order. A restart counts on the day on which it begins. */
function dayViews(pools: readonly PoolSavings[], zoneOf: (pool: PoolSavings) => string) {
  const cut = pools.flatMap((pool) => byDay(pool.ledger.lines, zoneOf(pool)));
  const days = Map.groupBy(cut, ({ day }) => day);
  const restarts = new Set<string>();
  return [...days]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, parts]) => {
      const lines = parts.map(({ line }) => line);
      return { day, ...toTotalsView(totalsOf(lines, restarts)) };
    });
}

function toTotalsView({ hoursOff, restartHours, restarts, unpricedHours, money }: LedgerTotals) {
  return {
    nodeHoursOff: rounded(hoursOff),
    restarts,
    restartNodeHours: rounded(restartHours),
    unpricedNodeHours: rounded(unpricedHours),
    money: money.map(({ currency, ...amounts }) => ({
      currency,
      nodes: rounded(amounts.nodes),
      disks: rounded(amounts.disks),
      restarts: rounded(amounts.restarts),
      saved: rounded(amounts.saved),
    })),
  };
}

function toLineViews({ account, poolId, ledger }: PoolSavings) {
  return ledger.lines.map((line) => {
    const { kind, node, from, to, hours, policy, price, basis, open, records } = line;
    const amount = amountOf(line);
    return {
      kind,
      account,
      pool: poolId,
      node,
      from: from.toString(),
      to: to.toString(),
      hours: rounded(hours),
      policy: policy ?? null,
      price: price ?? null,
      amount: amount === undefined ? null : rounded(amount),
      basis,
      open,
      records,
    };
  });
}

function toUncountedViews({ account, poolId, ledger }: PoolSavings) {
  return ledger.uncounted.map(({ node, from, reason, records }: Uncounted) => ({
    account,
    pool: poolId,
    node,
    from: from.toString(),
    reason,
    records,
  }));
}

/** Rounded to a millionth, so that 0.1 + 0.2 is 0.3. */
function rounded(amount: number): number {
  return Math.round(amount * 1e6) / 1e6;
}
