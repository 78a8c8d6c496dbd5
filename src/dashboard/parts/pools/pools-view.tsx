import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Pool } from '../../../api/pool.ts';
import type { Pools } from '../../../api/pools.ts';
import { ApiError, type Ask } from '../../data/api.ts';
import { useAnswer } from '../../data/use-answer.ts';
import { Failure } from '../../elements/failure.tsx';
import type { Shown } from '../../elements/shown.ts';
import { type PoolFilter, poolRows } from '../../model/pool-list.ts';
import { PoolPanel } from '../pool/pool-panel.tsx';
import { PoolFilters } from './pool-filters.tsx';
import { PoolTable } from './pool-table.tsx';
import { Totals } from './totals.tsx';

/** All pools: their totals, the list, and the pool that the address names, beside or above it. */
export function PoolsView({ shown, accounts }: { readonly shown: Shown; readonly accounts: readonly string[] }) {
  const ask = useMemo(() => askingAll(shown.ask, accounts), [shown.ask, accounts.join()]);
  const { answer, error } = useAnswer<KnownPools>(ask, { question: 'pools', version: shown.changes });
  const pools = answer?.pools;
  const { path, query } = shown.routing.route;
  const filter = query as PoolFilter;
  const rows = useMemo(() => poolRows(pools ?? [], filter), [pools, JSON.stringify(filter)]);
  const [account, pool] = path;
  const chosen = pools?.find((one) => one.account === account && one.id.toLowerCase() === pool?.toLowerCase());
  const isOpen = account !== undefined && pool !== undefined;
  return (
    <div class={isOpen ? 'pools-view open' : 'pools-view'}>
      {isOpen && <PoolPanel key={`${account}/${pool}`} shown={shown} account={account} pool={pool} known={chosen} />}
      <div class="list-side">
        {pools !== undefined && !isOpen && <Totals shown={shown} pools={pools} />}
        <section class="card" aria-labelledby="pools-heading">
          <h2 id="pools-heading">{accounts.length === 1 ? `Pools of ${accounts[0]}` : 'Pools'}</h2>
          <PoolFilters shown={shown} pools={pools ?? []} filter={filter} isNarrow={isOpen} />
          <Failure error={error} what="The pools" isStale={pools !== undefined} />
          {accounts.map((account) => (
            <Failure
              key={account}
              error={answer?.unread.get(account)}
              what={`The pools of ${account}`}
              isStale={false}
            />
          ))}
          {pools === undefined && error === undefined && <p class="quiet">Loading the pools …</p>}
          {pools?.length === 0 && <p class="quiet">There are no pools yet.</p>}
          {pools !== undefined && pools.length > 0 && (
            <>
              <Count shown={rows.filter(({ kind }) => kind === 'pool').length} all={pools.length} />
              <PoolTable shown={shown} rows={rows} chosen={chosen} isNarrow={isOpen} />
            </>
          )}
        </section>
      </div>
    </div>
  );
}

/** The number of pools shown, announced to screen readers some time after the last input. */
function Count({ shown, all }: { readonly shown: number; readonly all: number }) {
  const [said, say] = useState('');
  useEffect(() => {
    const later = setTimeout(() => say(shown === all ? `${all} pools` : `${shown} of ${all} pools`), 300);
    return () => clearTimeout(later);
  }, [shown, all]);
  return (
    <p class="quiet small" role="status">
      {said}
    </p>
  );
}

/** The pools of the accounts that can be read, and the errors of the others. */
interface KnownPools {
  readonly pools: readonly Pool[];
  readonly unread: ReadonlyMap<string, ApiError>;
}

/** Requests the pools of all accounts as one question, which fails only if none of them can be read. */
function askingAll(ask: Ask, accounts: readonly string[]): Ask {
  return async <Answer,>(_: string, signal?: AbortSignal) => {
    const unread = new Map<string, ApiError>();
    const of = await Promise.all(
      accounts.map(async (account) => {
        try {
          return (await ask<Pools>(`accounts/${encodeURIComponent(account)}/pools`, signal)).pools;
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          unread.set(account, error);
          return [];
        }
      }),
    );
    const [first] = unread.values();
    if (first !== undefined && unread.size === accounts.length) throw first;
    return { pools: of.flat(), unread } as Answer;
  };
}
