import type { Savings } from '../../../api/savings.ts';
import { useAnswer } from '../../data/use-answer.ts';
import { ArchivedMonths } from '../../elements/archived-months.tsx';
import { Failure } from '../../elements/failure.tsx';
import type { PoolId, Shown } from '../../elements/shown.ts';
import { formatHours, formatMoney } from '../../model/words.ts';

/** The savings of the pool in the last 30 days. */
export function SavingsView({ shown, account, pool }: PoolId & { readonly shown: Shown }) {
  const question = `savings?${new URLSearchParams({ account, pool })}`;
  const { answer, error } = useAnswer<Savings>(shown.ask, { question, slow: 6 });
  return (
    <section class="card" aria-labelledby="savings">
      <h2 id="savings">Saved in the last 30 days</h2>
      <Failure error={error} what="The savings" isStale={answer !== undefined} />
      {answer === undefined && error === undefined && <p class="quiet">Counting …</p>}
      {answer !== undefined && <Sums answer={answer} />}
    </section>
  );
}

function Sums({ answer: { total, uncounted, archived } }: { readonly answer: Savings }) {
  return (
    <>
      {total.money.map(({ currency, nodes, disks, restarts, saved }) => (
        <div key={currency}>
          <p class="sum">{formatMoney(saved, currency)}</p>
          <dl>
            <dt>nodes that were off, had they been on</dt>
            <dd>{formatMoney(nodes, currency)}</dd>
            <dt>less their disks</dt>
            <dd>{formatMoney(-disks, currency)}</dd>
            <dt>less {total.restarts} restarts, paid for before they were ready</dt>
            <dd>{formatMoney(-restarts, currency)}</dd>
          </dl>
        </div>
      ))}
      {total.money.length === 0 && total.nodeHoursOff > 0 && (
        <p class="sum">{formatHours(total.nodeHoursOff)} node-hours</p>
      )}
      {total.nodeHoursOff === 0 && <p>Nothing yet: Lamplighter has not kept a node deallocated.</p>}
      <dl>
        <dt>node-hours off</dt>
        <dd>{formatHours(total.nodeHoursOff)}</dd>
        <dt>node-hours of restarts</dt>
        <dd>{formatHours(total.restartNodeHours)}</dd>
      </dl>
      {total.unpricedNodeHours > 0 && (
        <p class="quiet">
          {formatHours(total.unpricedNodeHours)} node-hours have no price: give the policy a <code>price</code>.
        </p>
      )}
      {uncounted.length > 0 && (
        <p class="quiet">{uncounted.length} times off are not counted, as a record is missing.</p>
      )}
      <ArchivedMonths months={archived} />
    </>
  );
}
