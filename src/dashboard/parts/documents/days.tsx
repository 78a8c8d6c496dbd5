import type { WeekDay, WeekSpan } from '../../model/week.ts';

/** The days of a week, each with its windows, exceptions and clock changes. */
export function Days({ of, days }: { readonly of: string; readonly days: readonly WeekDay[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard
    <section class="week" aria-label={`Days of ${of}`} tabIndex={0}>
      <div class="axis" aria-hidden="true">
        {['00', '06', '12', '18'].map((hour) => (
          <span key={hour}>{hour}</span>
        ))}
      </div>
      {days.map((day) => (
        <Day key={day.date} day={day} />
      ))}
    </section>
  );
}

function Day({ day: { name, spans, clockChanges } }: { readonly day: WeekDay }) {
  return (
    <div class="day">
      <h3>{name}</h3>
      <ul class="hours" aria-label={name}>
        {spans.map((span) => (
          <li
            key={`${span.window} ${span.from}`}
            class={span.kind}
            // A short window has no room for the whole text.
            title={`${span.window} ${clock(span)} ${span.says}`}
            style={{ '--from': shareOf(span.from), '--span': shareOf(span.to - span.from) }}
          >
            {span.kind === 'exception' && <span class="small">exception</span>}
            <strong>{span.window}</strong> {clock(span)} <span class="small">{span.says}</span>
          </li>
        ))}
        {clockChanges.map(({ minute, says }) => (
          <li key={says} class="clock-change" style={{ '--from': shareOf(minute) }} title={says}>
            <strong>{timeOf(minute)}</strong> {says}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Minutes as a share of a day. */
function shareOf(minutes: number): string {
  return `${(minutes / 1440) * 100}%`;
}

function clock({ from, to }: WeekSpan): string {
  if (from === 0 && to === 1440) return 'all day';
  return `${timeOf(from)}–${timeOf(to)}`;
}

function timeOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
