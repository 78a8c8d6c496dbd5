import type { Temporal } from 'temporal-polyfill';
import type { ClockChange } from '../time/clock-changes.ts';
import { isBefore } from '../time/instants.ts';
import type { Schedule, Window } from './schedule.ts';
import { type Opening, openingsBetween } from './timeline.ts';

/**
 * The windows of a schedule that a clock change affects: those that are open across it and so are longer or shorter, and those
 * that open at another time because their time is in the gap.
 */
export function movedWindows(
  schedule: Schedule,
  { at, timeZone }: Pick<ClockChange, 'at'> & { readonly timeZone: string },
): readonly string[] {
  const inZone = schedule.windows.filter((window) => (window.timeZone ?? schedule.timeZone) === timeZone);
  // A time in the gap moves by less than a day.
  const around = openingsBetween({ ...schedule, windows: inZone }, at, at.add({ hours: 24 }));
  const moved = around.filter(
    (opening) => isOpenAcross(opening, at) || (!isBefore(opening.span.opens, at) && isMoved(opening, timeZone)),
  );
  return [...new Set(moved.map(({ window }) => window.name))];
}

function isOpenAcross({ span }: Opening, at: Temporal.Instant): boolean {
  return isBefore(span.opens, at) && isBefore(at, span.closes);
}

function isMoved({ window, span }: Opening, timeZone: string): boolean {
  const opens = span.opens.toZonedDateTimeISO(timeZone);
  return !openingTimes(window, opens.toPlainDate()).some((time) => time.equals(opens.toPlainTime()));
}

function openingTimes({ recurrence }: Window, date: Temporal.PlainDate): readonly Temporal.PlainTime[] {
  return recurrence.kind === 'cron' ? recurrence.timesOn(date) : [recurrence.from];
}
