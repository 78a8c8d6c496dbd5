import type { Savings, SavingsTotals } from '../../../api/savings.ts';
import { useAnswer } from '../../data/use-answer.ts';
import { Failure } from '../../elements/failure.tsx';
import { saveFile } from '../../elements/save-file.ts';
import type { Shown } from '../../elements/shown.ts';
import { type SavingsRow, savingsCsv, savingsRows } from '../../model/savings-table.ts';
import { formatHours, formatMoney } from '../../model/words.ts';

const GROUPS = ['day', 'pool', 'schedule', 'owner'] as const;
const SPANS = ['7', '30', '90'] as const;

/** What was saved, by day, pool, schedule or owner, as a table and as a file. */
export function SavingsPage({ shown }: { readonly shown: Shown }) {
  const { routing, now } = shown;
  const { query } = routing.route;
  const group = GROUPS.find((one) => one === query['group']) ?? 'day';
  const days = SPANS.find((one) => one === query['days']) ?? '30';
  const hour = now === undefined ? undefined : Math.floor(Date.parse(now) / 3_600_000) * 3_600_000;
  const from = hour === undefined ? '' : new Date(hour - Number(days) * 86_400_000).toISOString();
  const { answer, error } = useAnswer<Savings>(shown.ask, {
    question: hour === undefined ? undefined : `savings?${new URLSearchParams({ from, group })}`,
    slow: 12,
  });
  const rows = answer === undefined ? [] : savingsRows(answer);
  return (
    <section class="card" aria-labelledby="savings">
      <div class="heading">
        <h2 id="savings">Savings</h2>
        <div class="tools">
          <Buttons name="By" choices={GROUPS} chosen={group} onChoice={(one) => routing.show({ group: one })} />
          <Buttons name="Days" choices={SPANS} chosen={days} onChoice={(one) => routing.show({ days: one })} />
          <button
            type="button"
            disabled={rows.length === 0}
            onClick={() => saveFile(`savings-by-${group}.csv`, savingsCsv(group, rows))}
          >
            Save as CSV
          </button>
        </div>
      </div>
      <Failure error={error} what="The savings" isStale={answer !== undefined} />
      {answer === undefined && error === undefined && <p class="quiet">Counting …</p>}
      {answer !== undefined && <Baselines answer={answer} />}
      {answer !== undefined && <Table group={group} rows={rows} total={answer.total} />}
    </section>
  );
}

interface ButtonsProps<Choice extends string> {
  readonly name: string;
  readonly choices: readonly Choice[];
  readonly chosen: Choice;
  readonly onChoice: (choice: Choice) => void;
}

function Buttons<Choice extends string>({ name, choices, chosen, onChoice }: ButtonsProps<Choice>) {
  return (
    <fieldset class="tools" aria-label={name}>
      {choices.map((one) => (
        <button key={one} type="button" aria-pressed={one === chosen} onClick={() => onChoice(one)}>
          {one}
        </button>
      ))}
    </fieldset>
  );
}

type Amount = Savings['spending']['total']['spent'];

/** What was spent, beside what it would have been always on, with an idle timeout, and before. */
function Baselines({ answer: { spending } }: { readonly answer: Savings }) {
  const { spent, work, idle, savedAgainst, wouldHaveSaved, days } = spending.total;
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
    <>
      <dl>
        {rows.map(([name, amount]) =>
          amount === null ? null : (
            <>
              <dt>{name}</dt>
              <dd>{amountOf(amount)}</dd>
            </>
          ),
        )}
      </dl>
      <p class="quiet small">{days} days are summed up so far.</p>
    </>
  );
}

function amountOf({ nodeHours, money }: Amount): string {
  const sums = money.map(({ amount, currency }) => formatMoney(amount, currency)).join(' + ');
  return `${formatHours(nodeHours)} node-hours${sums === '' ? '' : `, ${sums}`}`;
}

interface TableProps {
  readonly group: string;
  readonly rows: readonly SavingsRow[];
  readonly total: SavingsTotals;
}

function Table({ group, rows, total }: TableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
    <section class="scroll tall" aria-label={`Savings by ${group}`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{group}</th>
            <th scope="col">Node-hours off</th>
            <th scope="col">Restarts</th>
            <th scope="col">Saved</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row">{row.name}</th>
              <td>{formatHours(row.nodeHoursOff)}</td>
              <td>{row.restarts}</td>
              <td>{moneyOf(row.money)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">
              <strong>All</strong>
            </th>
            <td>{formatHours(total.nodeHoursOff)}</td>
            <td>{total.restarts}</td>
            <td>
              <strong>{moneyOf(total.money)}</strong>
            </td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

function moneyOf(money: SavingsRow['money']): string {
  return money.length === 0 ? '–' : money.map(({ saved, currency }) => formatMoney(saved, currency)).join(' + ');
}
