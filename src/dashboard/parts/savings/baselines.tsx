import type { Savings } from '../../../api/savings.ts';
import { type Amount, isSummedUp } from '../../model/savings-table.ts';
import { formatHours, formatMoney } from '../../model/words.ts';

/** What was spent, and what was saved against always on, an idle timeout, and the time before. */
export function Baselines({ answer: { spending } }: { readonly answer: Savings }) {
  const { spent, work, idle, savedAgainst, wouldHaveSaved } = spending.total;
  if (!isSummedUp(spending.total))
    return <p class="quiet">The cost of a day is computed in the hours after it: there is none yet.</p>;
  const rows: readonly (readonly [string, Amount | null])[] = [
    ['Spent on nodes', spent],
    ['of that while tasks ran', work],
    ['of that idle', idle],
    ['Saved against always on', savedAgainst.alwaysOn],
    ['Saved against an idle timeout of 10 minutes', savedAgainst.idle10],
    ['Saved against how it was before', savedAgainst.before],
    ['Would have saved, by policies that only observe', wouldHaveSaved],
  ];
  return (
    <dl class="baselines">
      {rows.map(([name, amount]) =>
        amount === null ? null : (
          <>
            <dt>{name}</dt>
            <dd>{moneyOf(amount)}</dd>
            <dd class="quiet">{formatHours(amount.nodeHours)} node-hours</dd>
          </>
        ),
      )}
    </dl>
  );
}

function moneyOf({ money }: Amount): string {
  return money.map(({ amount, currency }) => formatMoney(amount, currency)).join(' + ');
}
