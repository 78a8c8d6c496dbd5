import { useRef } from 'preact/hooks';
import type { Pool } from '../../../api/pool.ts';
import { Lamps } from '../../elements/lamps.tsx';
import type { Shown } from '../../elements/shown.ts';
import { useRoving } from '../../elements/use-roving.ts';
import { useVirtualRows } from '../../elements/use-virtual-rows.ts';
import { describeLamps } from '../../model/lamps.ts';
import { needsPerson, type PoolRow, policyOf } from '../../model/pool-list.ts';
import { hashOf } from '../../model/route.ts';
import { formatDistance, formatMomentAt, withTimesIn, zoneFor } from '../../model/times.ts';
import { describeCapacity, describePlan } from '../../model/words.ts';

interface PoolTableProps {
  readonly shown: Shown;
  readonly rows: readonly PoolRow[];
  readonly chosen: Pool | undefined;
  /** Whether a pool is open beside it: then there is room for names and nodes only. */
  readonly isNarrow: boolean;
}

const ROW_HEIGHT = 62;

/** The list of pools; only the visible rows of a long list are rendered. */
export function PoolTable({ shown, rows, chosen, isNarrow }: PoolTableProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const { items, before, after } = useVirtualRows({ scroll, count: rows.length, rowHeight: ROW_HEIGHT });
  const roving = useRoving<HTMLTableSectionElement>('a');
  const columns = isNarrow ? 2 : 6;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
    <section class="scroll pool-scroll" ref={scroll} aria-label="List of pools" tabIndex={0}>
      <table class="pools" aria-rowcount={rows.length + 1} aria-label="Pools">
        <thead>
          <tr>
            <th scope="col">Pool</th>
            <th scope="col">Nodes</th>
            {!isNarrow && (
              <>
                <th scope="col">Asked for</th>
                <th scope="col">Next</th>
                <th scope="col">Policy</th>
                <th scope="col">Last plan</th>
              </>
            )}
          </tr>
        </thead>
        <tbody {...roving}>
          <Space height={before} columns={columns} />
          {items.map(({ index }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return row.kind === 'group' ? (
              <tr key={`group ${row.name}`} class="group" aria-rowindex={index + 2}>
                <th colSpan={columns} scope="rowgroup">
                  {row.name} <span class="quiet">{row.pools}</span>
                </th>
              </tr>
            ) : (
              <Row
                key={`${row.pool.account}/${row.pool.id}`}
                shown={shown}
                pool={row.pool}
                index={index + 2}
                isChosen={row.pool === chosen}
                isNarrow={isNarrow}
              />
            );
          })}
          <Space height={after} columns={columns} />
        </tbody>
      </table>
    </section>
  );
}

function Space({ height, columns }: { readonly height: number; readonly columns: number }) {
  if (height === 0) return null;
  return (
    <tr class="space">
      <td colSpan={columns} aria-hidden="true" style={{ height: `${height}px`, padding: 0, border: 0 }} />
    </tr>
  );
}

interface RowProps {
  readonly shown: Shown;
  readonly pool: Pool;
  readonly index: number;
  readonly isChosen: boolean;
  readonly isNarrow: boolean;
}

function Row({ shown, pool, index, isChosen, isNarrow }: RowProps) {
  const { query } = shown.routing.route;
  const problem = needsPerson(pool);
  return (
    <tr class={isChosen ? 'chosen' : ''} aria-rowindex={index} aria-current={isChosen ? 'true' : undefined}>
      <th scope="row">
        <a href={hashOf({ view: 'pools', path: [pool.account, pool.id], query })}>{pool.id}</a>
        {problem !== undefined && <span class="error small clip">{problem}</span>}
      </th>
      <td>
        <Lamps states={pool.states} />
        <span class="quiet small">{describeLamps(pool.states)}</span>
      </td>
      {!isNarrow && <Rest shown={shown} pool={pool} />}
    </tr>
  );
}

function Rest({ shown: { choice, now }, pool }: Pick<RowProps, 'shown' | 'pool'>) {
  const { capacity, policy, lastPlan, reason, timeZone } = pool;
  const zone = zoneFor(choice, timeZone);
  const next = capacity?.next ?? undefined;
  return (
    <>
      <td title={capacity?.now.because.join(', ')}>{capacity === null ? '–' : describeCapacity(capacity.now)}</td>
      <td title={next?.because.join(', ')}>
        {next === undefined ? '–' : describeCapacity(next)}
        {next !== undefined && (
          <span class="quiet small">
            {formatMomentAt(next.at, zone)}
            {now === undefined ? '' : `, ${formatDistance(next.at, now)}`}
          </span>
        )}
      </td>
      <td>
        {policyOf(pool)}
        {policy !== null && <span class={`badge ${policy.mode}`}>{policy.mode}</span>}
      </td>
      <td>
        <span class="clip">
          {lastPlan === null && reason !== null ? reason : withTimesIn(describePlan(lastPlan), zone)}
        </span>
        {lastPlan !== null && <span class="quiet small">{formatMomentAt(lastPlan.at, zone)}</span>}
      </td>
    </>
  );
}
