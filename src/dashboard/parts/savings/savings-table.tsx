import type { Savings } from '../../../api/savings.ts';
import { type Amount, comparedOf, type SavingsRow } from '../../model/savings-table.ts';
import { formatHours, formatMoney } from '../../model/words.ts';

interface SavingsTableProps {
  readonly group: string;
  readonly rows: readonly SavingsRow[];
  readonly answer: Savings;
}

/** The savings of each group, also against the baselines. */
export function SavingsTable({ group, rows, answer }: SavingsTableProps) {
  const all = { ...answer.total, ...comparedOf(answer.spending.total), name: 'All' };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
    <section class="scroll tall" aria-label={`Savings by ${group}`} tabIndex={0}>
      <table class="numbers">
        <thead>
          <tr>
            <th scope="col">{`${group[0]?.toUpperCase()}${group.slice(1)}`}</th>
            <th scope="col">Node-hours off</th>
            <th scope="col">Restarts</th>
            <th scope="col">Saved</th>
            <th scope="col">Against always on</th>
            <th scope="col">Against an idle timeout</th>
            <th scope="col">Would have saved</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.name} row={row} />
          ))}
          {rows.length === 0 && (
            <tr>
              <td colSpan={7} class="quiet">
                Nothing yet: Lamplighter has not kept a node deallocated.
              </td>
            </tr>
          )}
        </tbody>
        {rows.length > 0 && (
          <tfoot>
            <Row row={all} />
          </tfoot>
        )}
      </table>
    </section>
  );
}

function Row({ row }: { readonly row: SavingsRow }) {
  const saved = row.money.map(({ currency, saved: amount }) => ({ currency, amount }));
  return (
    <tr>
      <th scope="row">{row.name}</th>
      <td>{formatHours(row.nodeHoursOff)}</td>
      <td>{row.restarts}</td>
      <td>{moneyOf({ money: saved })}</td>
      <td>{moneyOf(row.alwaysOn)}</td>
      <td>{moneyOf(row.idle10)}</td>
      <td>{moneyOf(row.wouldHaveSaved)}</td>
    </tr>
  );
}

function moneyOf(amount: Pick<Amount, 'money'> | undefined): string {
  const money = amount?.money ?? [];
  return money.length === 0 ? '–' : money.map((one) => formatMoney(one.amount, one.currency)).join(' + ');
}
