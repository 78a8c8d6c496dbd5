import pLimit from 'p-limit';
import type { Temporal } from 'temporal-polyfill';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { MachineKind } from '../../core/pool/snapshot.ts';
import { type Ledger, type LedgerSpan, ledgerOf } from '../../core/savings/ledger.ts';
import type { HasAuditReader } from '../../ports/audit.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { HasClock } from '../../ports/clock.ts';
import type { HasDocumentReader } from '../../ports/documents.ts';
import type { HasRetailPrices } from '../../ports/retail-prices.ts';
import { requireAccount } from '../pools/require-pool.ts';
import { type PoolPower, poolPower } from './pool-power.ts';
import { readingBudget } from './power-records.ts';
import { refused, savingsSpan } from './savings-span.ts';
import { termsHistory } from './terms-history.ts';

/** The scope of a request: all accounts, one, or one of its pools, which need not exist any more. */
export interface SavingsQuery {
  readonly account?: string | undefined;
  readonly pool?: string | undefined;
  readonly from?: Temporal.Instant | undefined;
  readonly to?: Temporal.Instant | undefined;
}

/** The ledgers of pools in a span. */
export interface Savings {
  readonly span: LedgerSpan;
  /** Months of the span whose records are in the archive, such as `2026-01`: nothing of them is counted. */
  readonly archived: readonly string[];
  readonly pools: readonly (PoolName & { readonly ledger: Ledger })[];
}

/** The ports that tellSavings uses. */
export type TellSavingsPorts = HasAuditReader & HasBatchReader & HasClock & HasDocumentReader & HasRetailPrices;

/**
 * Computes the savings from the audit log: hours in which nodes were off because of this app, at the prices that applied, or at
 * those of the public price list if the policy had none. The cost depends on the number of records in the span.
 * @throws AppError AccountNotFound, InvalidRequest
 */
export async function tellSavings(ports: TellSavingsPorts, query: SavingsQuery): Promise<Savings> {
  const now = await ports.clock.now();
  const span = savingsSpan(query, now);
  const task = { span, now, budget: readingBudget() };
  const archived = await ports.audit.archivedMonths({ account: query.account, pool: query.pool, ...span });
  const known = await eachPool(await poolsIn(ports, query), async (pool) => ({
    ...pool,
    ...(await poolPower(ports, pool, task)),
  }));
  const terms = await termsHistory(ports, policiesIn(known), span.from);
  const pools = await Promise.all(
    known.map(async ({ account, poolId, machine, power, vouched }) => {
      const otherwise = machine && (await ports.retailPrices.priceOf(machine));
      const ledger = ledgerOf(power, { span, terms: { ...terms, otherwise }, vouched: (node) => vouched.has(node) });
      return { account, poolId, ledger };
    }),
  );
  return { span, archived, pools };
}

/** How many pools are read at the same time: one after the other, hundreds take longer than the host waits for an answer. */
const POOLS_AT_ONCE = 6;

async function eachPool<Value>(
  pools: readonly PricedPool[],
  read: (pool: PricedPool) => Promise<Value>,
): Promise<readonly Value[]> {
  const limit = pLimit(POOLS_AT_ONCE);
  try {
    return await Promise.all(pools.map((pool) => limit(() => read(pool))));
  } catch (error) {
    limit.clearQueue();
    throw error;
  }
}

function policiesIn(pools: readonly PoolPower[]): readonly string[] {
  const named = pools.flatMap(({ power }) => [...power.off, ...power.restarts].flatMap(({ policy }) => policy ?? []));
  return [...new Set(named)];
}

/** A pool, and the machines that determine its price; `undefined` if they are not known. */
interface PricedPool extends PoolName {
  readonly machine: MachineKind | undefined;
}

async function poolsIn(ports: HasBatchReader, { account, pool }: SavingsQuery): Promise<readonly PricedPool[]> {
  if (account !== undefined) requireAccount(ports, account);
  if (pool !== undefined) {
    if (account === undefined) throw refused('account', 'the account of the pool is expected too');
    const facts = await ports.batch.getPool({ account, poolId: pool });
    return [{ account, poolId: pool, machine: facts?.machine }];
  }
  const accounts = account === undefined ? ports.batch.accounts : [account];
  const pools = await Promise.all(accounts.map((name) => ports.batch.listPools(name)));
  return pools
    .flat()
    .map(({ account: of, poolId, machine }) => ({ account: of, poolId, machine }))
    .toSorted((a, b) => (`${a.account}/${a.poolId}` < `${b.account}/${b.poolId}` ? -1 : 1));
}
