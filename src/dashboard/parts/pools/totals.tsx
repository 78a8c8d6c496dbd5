import type { Pool } from '../../../api/pool.ts';
import type { Savings } from '../../../api/savings.ts';
import { useAnswer } from '../../data/use-answer.ts';
import { Failure } from '../../elements/failure.tsx';
import { LAMP_SAYS } from '../../elements/legend.tsx';
import type { Shown } from '../../elements/shown.ts';
import { LAMPS } from '../../model/lamps.ts';
import { poolTotals } from '../../model/pool-list.ts';
import { fromInput, toInput } from '../../model/times.ts';
import { formatMoney } from '../../model/words.ts';

/** The totals of all pools: nodes by state, cost per hour, savings, and how many pools need a person. */
export function Totals({ shown, pools }: { readonly shown: Shown; readonly pools: readonly Pool[] }) {
  const { states, hourly, needPerson } = poolTotals(pools);
  const { routing } = shown;
  return (
    <section class="totals" aria-label="All pools">
      <div class="card total">
        <h2>Nodes</h2>
        <ul class="legend">
          {LAMPS.map((lamp) => (
            <li key={lamp}>
              <span class={`lamp ${lamp}`} aria-hidden="true" /> <strong>{states[lamp]}</strong> {LAMP_SAYS[lamp]}
            </li>
          ))}
        </ul>
      </div>
      <div class="card total">
        <h2>An hour costs now</h2>
        <p class="sum">
          {hourly.length === 0 ? '–' : hourly.map(({ amount, currency }) => formatMoney(amount, currency)).join(' + ')}
        </p>
      </div>
      <SavedSince shown={shown} name="Saved today" digits={10} />
      <SavedSince shown={shown} name="Saved this month" digits={7} />
      <div class="card total">
        <h2>Need a person</h2>
        <p class="sum">
          <button
            type="button"
            class="link"
            aria-pressed={routing.route.query['trouble'] === '1'}
            onClick={() => routing.show({ trouble: routing.route.query['trouble'] === '1' ? '' : '1' })}
          >
            {needPerson} {needPerson === 1 ? 'pool' : 'pools'}
          </button>
        </p>
      </div>
    </section>
  );
}

interface SavedSinceProps {
  readonly shown: Shown;
  readonly name: string;
  /** How many characters of the date to keep: 10 for the day, 7 for the month. */
  readonly digits: 7 | 10;
}

function SavedSince({ shown: { ask, now, zone }, name, digits }: SavedSinceProps) {
  const date = now === undefined ? '' : toInput(now, zone).slice(0, digits);
  const begin = fromInput(`${date}${digits === 7 ? '-01' : ''}T00:00`, zone);
  const isBegun = begin !== undefined && now !== undefined && Date.parse(begin) < Date.parse(now);
  const { answer, error } = useAnswer<Savings>(ask, {
    question: isBegun ? `savings?${new URLSearchParams({ from: begin })}` : undefined,
    slow: 12,
  });
  const money = answer?.total.money ?? [];
  return (
    <div class="card total">
      <h2>{name}</h2>
      <p class="sum">
        {money.length === 0 ? '–' : money.map(({ saved, currency }) => formatMoney(saved, currency)).join(' + ')}
      </p>
      <Failure error={error} what="The savings" isStale={answer !== undefined} />
    </div>
  );
}
