import * as z from 'zod';
import { type Savings, tellSavings } from '../app/savings/tell-savings.ts';
import { byDay, type LedgerLine } from '../core/savings/ledger.ts';
import type { Uncounted } from '../core/savings/node-power.ts';
import { amountOf, type LedgerTotals, totalsOf } from '../core/savings/totals.ts';
import { ACCOUNT, POOL } from '../documents/fields/azure-names.ts';
import type { Handler } from './operation.ts';
import { INSTANT_PARAM, parseQuery } from './request/parse-params.ts';

/** What the ledger can be asked for. */
export const SAVINGS_QUERY = z.strictObject({
  account: ACCOUNT.optional(),
  pool: POOL.optional(),
  from: INSTANT_PARAM.optional(),
  to: INSTANT_PARAM.optional(),
  group: z.enum(['pool', 'day'], '"pool" or "day" is expected').default('pool').describe('By pool, or by day in UTC.'),
  lines: z
    .enum(['true', 'false'], 'true or false is expected')
    .transform((text) => text === 'true')
    .default(false)
    .describe('Whether every line of the ledger comes along.'),
});

type PoolSavings = Savings['pools'][number];

/** GET of what was saved in a span, by pool or by day, and with its lines where they are asked for. */
export const getSavings: Handler = async (request, ports) => {
  const { group, lines, ...query } = parseQuery(request, SAVINGS_QUERY);
  const { span, pools } = await tellSavings(ports, query);
  const all = pools.flatMap(({ ledger }) => ledger.lines);
  return {
    jsonBody: {
      from: span.from.toString(),
      to: span.to.toString(),
      group,
      total: toTotalsView(totalsOf(all)),
      groups: group === 'pool' ? pools.map(toPoolView) : dayViews(all),
      uncounted: pools.flatMap(toUncountedViews),
      ...(lines && { lines: pools.flatMap(toLineViews) }),
    },
  };
};

function toPoolView({ account, poolId, ledger }: PoolSavings) {
  return { account, pool: poolId, ...toTotalsView(totalsOf(ledger.lines)) };
}

/** Every day with a line, in UTC, in order. */
function dayViews(lines: readonly LedgerLine[]) {
  const days = Map.groupBy(byDay(lines), ({ day }) => day);
  return [...days]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, parts]) => ({ day, ...toTotalsView(totalsOf(parts.map(({ line }) => line))) }));
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

/** To a millionth: sums of hours and prices are no money of a bank, and 0.1 + 0.2 is 0.3. */
function rounded(amount: number): number {
  return Math.round(amount * 1e6) / 1e6;
}
