import { Temporal } from 'temporal-polyfill';
import { matchesDate } from '../../src/core/schedule/date-matcher.ts';
import type { Exception, Schedule, Window } from '../../src/core/schedule/schedule.ts';

/** What holds in a schedule at an instant. */
export interface Holding {
  readonly open: readonly Window[];
  readonly exceptions: readonly Exception[];
  readonly valid: boolean;
}

/**
 * What holds in a schedule at an instant, worked out with nothing but Temporal from the words of docs/documents.md, date by
 * date: slow, and plain enough to be believed. The layout is held against it.
 */
export function slowlyAt(schedule: Schedule, instant: Temporal.Instant): Holding {
  const { timeZone, validFrom, validUntil } = schedule;
  const covers = (from: Temporal.PlainDate, to: Temporal.PlainDate) =>
    isIn(instant, midnight(from, timeZone), midnight(to.add({ days: 1 }), timeZone));
  return {
    open: schedule.windows.filter((window) => openings(window, schedule, instant).length > 0),
    exceptions: schedule.exceptions.filter(
      (exception) => exception.kind === 'dates' && covers(exception.from, exception.to),
    ),
    valid: covers(
      validFrom ?? Temporal.PlainDate.from('0001-01-01'),
      validUntil ?? Temporal.PlainDate.from('9999-12-30'),
    ),
  };
}

/** The window, as often as it is open. */
function openings(window: Window, schedule: Schedule, instant: Temporal.Instant): readonly Window[] {
  const timeZone = window.timeZone ?? schedule.timeZone;
  const today = instant.toZonedDateTimeISO(timeZone).toPlainDate();
  // No window of the arbitraries is open longer than fifty hours.
  const dates = [-4, -3, -2, -1, 0, 1].map((days) => today.add({ days }));
  return dates
    .flatMap((date) => wallSpansOn(window, date))
    .filter(({ opensAt, closesAt }) => {
      const opens = opensAt.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).toInstant();
      const closes = closesAt.toZonedDateTime(timeZone, { disambiguation: 'later' }).toInstant();
      const length = opensAt.until(closesAt, { largestUnit: 'hours' });
      return isIn(instant, opens, Temporal.Instant.compare(opens, closes) < 0 ? closes : opens.add(length));
    })
    .map(() => window);
}

function wallSpansOn({ recurrence }: Window, date: Temporal.PlainDate) {
  if (recurrence.kind === 'cron') {
    return recurrence.timesOn(date).map((time) => {
      const opensAt = date.toPlainDateTime(time);
      return { opensAt, closesAt: opensAt.add(recurrence.duration) };
    });
  }
  const { from, to } = recurrence;
  const matches = recurrence.kind === 'date' ? recurrence.date.equals(date) : matchesDate(recurrence.days, date);
  const closesOn = Temporal.PlainTime.compare(from, to) < 0 ? date : date.add({ days: 1 });
  return matches ? [{ opensAt: date.toPlainDateTime(from), closesAt: closesOn.toPlainDateTime(to) }] : [];
}

function midnight(date: Temporal.PlainDate, timeZone: string): Temporal.Instant {
  return date.toPlainDateTime().toZonedDateTime(timeZone, { disambiguation: 'compatible' }).toInstant();
}

function isIn(instant: Temporal.Instant, opens: Temporal.Instant, closes: Temporal.Instant): boolean {
  return Temporal.Instant.compare(opens, instant) <= 0 && Temporal.Instant.compare(instant, closes) < 0;
}
