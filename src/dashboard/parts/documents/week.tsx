import type { Preview } from '../../../api/preview.ts';
import { useAnswer } from '../../data/use-answer.ts';
import { Failure } from '../../elements/failure.tsx';
import type { Shown } from '../../elements/shown.ts';
import { zoneFor } from '../../model/times.ts';
import { mondayOf, type WeekDay, type WeekSpan, weekOf, weeksLater } from '../../model/week.ts';
import { formatHours } from '../../model/words.ts';

/** A week of a schedule as a calendar, in the schedule's zone, the reader's or UTC; with what it comes to. */
export function Week({ shown, id }: { readonly shown: Shown; readonly id: string }) {
  const { routing, now, choice } = shown;
  const monday = routing.route.query['week'] ?? (now === undefined ? undefined : mondayOf(now));
  const nodes = routing.route.query['nodes'] ?? '10';
  // A day before and after, for zones that are ahead of or behind the schedule's.
  const query = new URLSearchParams({ from: addDay(monday, -1), days: '9', nodes });
  const { answer, error } = useAnswer<Preview>(shown.ask, {
    question: monday === undefined ? undefined : `schedules/${encodeURIComponent(id)}/preview?${query}`,
    version: shown.changes,
    slow: 12,
  });
  const zone = zoneFor(choice, answer?.timeZone);
  const go = (weeks: number) => routing.show({ week: weeksLater(monday ?? '', weeks) });
  return (
    <section class="card" aria-labelledby="week">
      <div class="heading">
        <h2 id="week">
          Week of {id} <span class="quiet">{zone === 'local' ? 'in your time' : zone}</span>
        </h2>
        <div class="tools">
          <label>
            <span>Nodes of the pool</span>
            <input
              value={nodes}
              inputMode="numeric"
              size={5}
              onChange={(event) => routing.show({ nodes: event.currentTarget.value })}
            />
          </label>
          <button type="button" onClick={() => go(-1)}>
            Week before
          </button>
          <button type="button" onClick={() => go(1)}>
            Week after
          </button>
        </div>
      </div>
      <Failure error={error} what="The week" isStale={answer !== undefined} />
      {answer !== undefined && monday !== undefined && (
        <>
          <Days days={weekOf(answer, zone, monday)} />
          <Sums answer={answer} monday={monday} />
          {answer.findings.map(({ path, message }) => (
            <p key={`${path} ${message}`} class="warning">
              {message}
            </p>
          ))}
        </>
      )}
    </section>
  );
}

function Days({ days }: { readonly days: readonly WeekDay[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
    <section class="week" aria-label="Days" tabIndex={0}>
      {days.map((day) => (
        <Day key={day.date} day={day} />
      ))}
    </section>
  );
}

function addDay(monday: string | undefined, days: number): string {
  if (monday === undefined) return '';
  return new Date(Date.parse(`${monday}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function Sums({ answer, monday }: { readonly answer: Preview; readonly monday: string }) {
  const days = answer.days.filter(({ date }) => date >= monday && date < addDay(monday, 7));
  const hours = days.reduce((sum, { nodeHours }) => sum + nodeHours, 0);
  return <p class="quiet">At least {formatHours(hours)} node-hours in this week of the schedule's zone.</p>;
}

function Day({ day: { name, spans, notes } }: { readonly day: WeekDay }) {
  return (
    <div class="day">
      <h3>{name}</h3>
      {notes.map((note) => (
        <p key={note} class="warning small">
          {note}
        </p>
      ))}
      <ul class="hours" aria-label={name}>
        {spans.map((span) => (
          <li
            key={`${span.window} ${span.from}`}
            style={{ top: `${(span.from / 1440) * 100}%`, height: `${((span.to - span.from) / 1440) * 100}%` }}
          >
            <strong>{span.window}</strong> {clock(span)} <span class="small">{span.says}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function clock({ from, to }: WeekSpan): string {
  return `${timeOf(from)}–${timeOf(to)}`;
}

function timeOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
