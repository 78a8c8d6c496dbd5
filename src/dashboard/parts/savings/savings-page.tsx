import type { Savings } from '../../../api/savings.ts';
import { useAnswer } from '../../data/use-answer.ts';
import { Failure } from '../../elements/failure.tsx';
import { saveFile } from '../../elements/save-file.ts';
import type { Shown } from '../../elements/shown.ts';
import { savingsCsv, savingsRows } from '../../model/savings-table.ts';
import type { ZoneChoice } from '../../model/times.ts';
import { Baselines } from './baselines.tsx';
import { SavingsTable } from './savings-table.tsx';

const GROUPS = ['day', 'pool', 'schedule', 'owner'] as const;
const SPANS = ['7', '30', '90'] as const;

/** What was saved, by day, pool, schedule or owner, as a table and as a file. */
export function SavingsPage({ shown }: { readonly shown: Shown }) {
  const { routing, now, choice } = shown;
  const { query } = routing.route;
  const group = GROUPS.find((one) => one === query['group']) ?? 'day';
  const days = SPANS.find((one) => one === query['days']) ?? '30';
  const hour = now === undefined ? undefined : Math.floor(Date.parse(now) / 3_600_000) * 3_600_000;
  const from = hour === undefined ? '' : new Date(hour - Number(days) * 86_400_000).toISOString();
  const { answer, error } = useAnswer<Savings>(shown.ask, {
    question:
      hour === undefined ? undefined : `savings?${new URLSearchParams({ from, group, timeZone: daysIn(choice) })}`,
    slow: 12,
  });
  const rows = answer === undefined ? [] : savingsRows(answer);
  return (
    <section class="card" aria-labelledby="savings">
      <div class="heading">
        <h2 id="savings">Savings</h2>
        <div class="tools">
          <Buttons name="By" choices={GROUPS} chosen={group} onChoice={(one) => routing.show({ group: one })} />
          <Buttons
            name="Days"
            choices={SPANS}
            chosen={days}
            onChoice={(one) => routing.show({ days: one })}
            unit=" days"
          />
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
      {answer !== undefined && (
        <>
          <Baselines answer={answer} />
          <SavingsTable group={group} rows={rows} answer={answer} />
          <p class="quiet small">
            {group === 'day' && `Days begin ${DAYS_BEGIN[choice]}; those of what was spent begin in UTC. `}
            Saved is what nodes that were off would have cost, less their disks and restarts, by the records of the
            audit log. Beside it is what was saved against other ways to run the pools; days summed up so far:{' '}
            {answer.spending.total.days}.
          </p>
        </>
      )}
    </section>
  );
}

const DAYS_BEGIN: Readonly<Record<ZoneChoice, string>> = {
  pool: "at midnight in each pool's own time zone",
  local: 'at midnight in your time',
  UTC: 'at midnight in UTC',
};

/** Where days begin, as the API has it. */
function daysIn(choice: ZoneChoice): string {
  return choice === 'local' ? Intl.DateTimeFormat().resolvedOptions().timeZone : choice;
}

interface ButtonsProps<Choice extends string> {
  readonly name: string;
  readonly choices: readonly Choice[];
  readonly chosen: Choice;
  readonly onChoice: (choice: Choice) => void;
  readonly unit?: string;
}

function Buttons<Choice extends string>({ name, choices, chosen, onChoice, unit = '' }: ButtonsProps<Choice>) {
  return (
    <fieldset class="tools" aria-label={name}>
      {choices.map((one) => (
        <button key={one} type="button" aria-pressed={one === chosen} onClick={() => onChoice(one)}>
          {`${name === 'By' ? 'By ' : ''}${one}${unit}`}
        </button>
      ))}
    </fieldset>
  );
}
