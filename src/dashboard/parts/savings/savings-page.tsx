import type { Savings } from '../../../api/savings.ts';
import { useAnswer } from '../../data/use-answer.ts';
import { ArchivedMonths } from '../../elements/archived-months.tsx';
import { Failure } from '../../elements/failure.tsx';
import type { Shown } from '../../elements/shown.ts';
import { savingsSpan } from '../../model/savings-span.ts';
import { isSummedUp, savingsRows } from '../../model/savings-table.ts';
import type { ZoneChoice } from '../../model/times.ts';
import { Baselines } from './baselines.tsx';
import { SavingsTable } from './savings-table.tsx';
import { GROUPS, SavingsTools } from './savings-tools.tsx';

/** The savings by day, pool, schedule or owner, as a table and as a file. */
export function SavingsPage({ shown }: { readonly shown: Shown }) {
  const { routing, now, choice } = shown;
  const { query } = routing.route;
  const group = GROUPS.find((one) => one === query['group']) ?? 'day';
  // Months of pools in several time zones begin in UTC, as what was spent does.
  const span = now === undefined ? undefined : savingsSpan(query, now, choice === 'local' ? 'local' : 'UTC');
  const asked =
    span && new URLSearchParams({ ...span.bounds, group, ...(group === 'day' && { timeZone: daysIn(choice) }) });
  const { answer, error } = useAnswer<Savings>(shown.ask, { question: asked && `savings?${asked}`, slow: 12 });
  const rows = answer === undefined ? [] : savingsRows(answer);
  return (
    <section class="card" aria-labelledby="savings">
      <div class="heading">
        <h2 id="savings">Savings</h2>
        <SavingsTools shown={shown} group={group} rows={rows} spanName={span?.name} />
      </div>
      <Failure error={error} what="The savings" isStale={answer !== undefined} />
      {answer === undefined && error === undefined && <p class="quiet">Counting …</p>}
      {answer !== undefined && (
        <>
          <Baselines answer={answer} />
          <SavingsTable group={group} rows={rows} answer={answer} />
          <ArchivedMonths months={answer.archived} />
          <HowCounted shown={shown} group={group} days={answer.spending.total} />
        </>
      )}
    </section>
  );
}

interface HowCountedProps {
  readonly shown: Shown;
  readonly group: string;
  readonly days: Savings['spending']['total'];
}

function HowCounted({ shown: { choice }, group, days }: HowCountedProps) {
  return (
    <p class="quiet small">
      {group === 'day' && `Days begin ${DAYS_BEGIN[choice]}; those of what was spent begin in UTC. `}
      Saved is what nodes that were off would have cost, less their disks and restarts, by the records of the audit log.
      {isSummedUp(days) &&
        ` Beside it is what was saved against other ways to run the pools; days summed up so far: ${days.days}.`}
    </p>
  );
}

const DAYS_BEGIN: Readonly<Record<ZoneChoice, string>> = {
  pool: "at midnight in each pool's own time zone",
  local: 'at midnight in your time',
  UTC: 'at midnight in UTC',
};

/** The time zone of days, as the API names it. */
function daysIn(choice: ZoneChoice): string {
  return choice === 'local' ? Intl.DateTimeFormat().resolvedOptions().timeZone : choice;
}
