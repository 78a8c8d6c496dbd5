import { Temporal } from 'temporal-polyfill';
import { closingInstant, openingInstant } from '../time/wall-clock.ts';
import { matchesDate } from './date-matcher.ts';
import type { Recurrence, TimesOfDay } from './schedule.ts';

/** One opening of a window: half open, `opens` belongs to it and `closes` does not. */
export interface Span {
  readonly opens: Temporal.Instant;
  readonly closes: Temporal.Instant;
}

/**
 * The spans of a recurrence that begin on `date` in a time zone: one where its days or its date match, one for each time of
 * a cron expression.
 *
 * A span is there exactly once for each date that matches, also on both days of a clock change, and never empty or
 * inverted: where the gap pushes the opening to or past the closing (02:30 to 03:00 in Berlin on 2026-03-29), the window
 * keeps the length that its wall times say (03:30 to 04:00).
 */
export function spansOn(recurrence: Recurrence, date: Temporal.PlainDate, timeZone: string): readonly Span[] {
  switch (recurrence.kind) {
    case 'days':
      return matchesDate(recurrence.days, date) ? [spanOf(date, lengthOf(recurrence), timeZone)] : [];
    case 'date':
      return recurrence.date.equals(date) ? [spanOf(date, lengthOf(recurrence), timeZone)] : [];
    case 'cron':
      return recurrence.timesOn(date).map((from) => spanOf(date, { from, length: recurrence.duration }, timeZone));
  }
}

/** The most dates that a span of a recurrence can reach beyond the one on which it begins. */
export function reachOf(recurrence: Recurrence): number {
  return recurrence.kind === 'cron' ? Math.ceil(recurrence.duration.total('hours') / 24) : 1;
}

interface Opening {
  readonly from: Temporal.PlainTime;
  /** In wall time. */
  readonly length: Temporal.Duration;
}

function spanOf(date: Temporal.PlainDate, { from, length }: Opening, timeZone: string): Span {
  const opensAt = date.toPlainDateTime(from);
  const opens = openingInstant(opensAt, timeZone);
  const closes = closingInstant(opensAt.add(length), timeZone);
  return Temporal.Instant.compare(opens, closes) < 0 ? { opens, closes } : { opens, closes: opens.add(length) };
}

function lengthOf({ from, to }: TimesOfDay): Opening {
  const length = from.until(to);
  return { from, length: length.sign > 0 ? length : length.add({ hours: 24 }) };
}
