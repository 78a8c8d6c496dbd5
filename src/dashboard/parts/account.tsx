import { useEffect } from 'preact/hooks';
import type { Pool } from '../../api/pool.ts';
import type { Pools } from '../../api/pools.ts';
import { useAnswer } from '../data/use-answer.ts';
import { describeLamps } from '../model/lamps.ts';
import { formatDistance, formatMoment } from '../model/times.ts';
import { describeCapacity, describePlan } from '../model/words.ts';
import { Failure } from './failure.tsx';
import { Lamps } from './lamps.tsx';
import { Legend } from './legend.tsx';
import type { Shown } from './shown.ts';
import type { Selection } from './use-selection.ts';

interface AccountProps {
  readonly shown: Shown;
  readonly account: string;
  readonly selection: Selection;
}

/** The pools of an account. */
export function Account({ shown, account, selection }: AccountProps) {
  const question = `accounts/${encodeURIComponent(account)}/pools`;
  const { answer, error } = useAnswer<Pools>(shown.ask, { question });
  const { selected, select, suggest } = selection;
  const chosen = selected?.account === account ? selected.pool : undefined;
  const first = answer?.pools[0]?.id;
  useEffect(() => {
    if (first !== undefined) suggest({ account, pool: first });
  }, [account, first]);
  return (
    <section class="card" aria-labelledby={`account-${account}`}>
      <div class="heading">
        <h2 id={`account-${account}`}>
          Pools of <span class="name">{account}</span>
        </h2>
        <Legend />
      </div>
      <Failure error={error} what="The pools" isStale={answer !== undefined} />
      {answer === undefined && error === undefined && <p class="quiet">Asking for the pools …</p>}
      {answer?.pools.length === 0 && <p class="quiet">The account has no pools yet.</p>}
      {answer !== undefined && answer.pools.length > 0 && (
        <table class="pools">
          <thead>
            <tr>
              <th scope="col">Pool</th>
              <th scope="col">Nodes</th>
              <th scope="col">Asked for</th>
              <th scope="col">Next</th>
              <th scope="col">Policy</th>
              <th scope="col">Last plan</th>
            </tr>
          </thead>
          <tbody>
            {answer.pools.map((pool) => (
              <PoolRow
                key={pool.id}
                shown={shown}
                pool={pool}
                isChosen={pool.id === chosen}
                onSelect={() => select({ account, pool: pool.id })}
              />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

interface PoolRowProps {
  readonly shown: Shown;
  readonly pool: Pool;
  readonly isChosen: boolean;
  readonly onSelect: () => void;
}

function PoolRow({ shown, pool, isChosen, onSelect }: PoolRowProps) {
  const { capacity, policy } = pool;
  return (
    <tr class={isChosen ? 'chosen' : ''} aria-current={isChosen ? 'true' : undefined}>
      <th scope="row">
        <button type="button" class="link" onClick={onSelect}>
          {pool.id}
        </button>
      </th>
      <td>
        <Lamps states={pool.states} nodes={pool.nodes} />
        <span class="quiet small">{describeLamps(pool.states)}</span>
      </td>
      <td title={capacity?.now.because.join(', ')}>{capacity === null ? '–' : describeCapacity(capacity.now)}</td>
      <NextCapacity shown={shown} pool={pool} />
      <td>
        {policy === null ? 'none' : policy.id.split('@')[0]}
        {policy !== null && <span class={`badge ${policy.mode}`}>{policy.mode}</span>}
      </td>
      <LastPlan shown={shown} pool={pool} />
    </tr>
  );
}

type CellProps = Pick<PoolRowProps, 'shown' | 'pool'>;

function NextCapacity({ shown: { zone, now }, pool: { capacity } }: CellProps) {
  const next = capacity?.next ?? undefined;
  if (next === undefined) return <td>–</td>;
  return (
    <td title={next.because.join(', ')}>
      {describeCapacity(next)}
      <span class="quiet small">
        {formatMoment(next.at, zone)}
        {now === undefined ? '' : `, ${formatDistance(next.at, now)}`}
      </span>
    </td>
  );
}

function LastPlan({ shown: { zone }, pool: { lastPlan, reason, circuit } }: CellProps) {
  return (
    <td>
      {lastPlan === null && reason !== null ? reason : describePlan(lastPlan)}
      {lastPlan !== null && <span class="quiet small">{formatMoment(lastPlan.at, zone)}</span>}
      {circuit !== null && <span class="error small">No starts: {circuit.because}</span>}
      {lastPlan?.halts.map(({ action, rule, nodes, because }) => (
        <span class="error small" key={`${action} ${rule}`}>
          {nodes} to {action} later: {because}
        </span>
      ))}
      {lastPlan != null && lastPlan.sibling !== null && (
        <span class="quiet small">
          {lastPlan.sibling.pool} is asked for {lastPlan.sibling.nodes} in its place
        </span>
      )}
    </td>
  );
}
