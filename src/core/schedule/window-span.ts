import { Temporal } from 'temporal-polyfill';
import { closingInstant, openingInstant } from '../time/wall-clock.ts';
import type { Recurrence } from './schedule.ts';
import type { Weekday } from './weekday.ts';

/** One opening of a window: half open, `opens` belongs to it and `closes` does not. */
export interface Span {
  readonly opens: Temporal.Instant;
  readonly closes: Temporal.Instant;
}

/**
 * The span of a recurrence that begins on `date` in a time zone; `undefined` where it does not match the date.
 *
 * It is there exactly once for each date that matches, also on both days of a clock change, and never empty or inverted:
 * where the gap pushes the opening to or past the closing (02:30 to 03:00 in Berlin on 2026-03-29), the window keeps the
 * length that its wall times say (03:30 to 04:00).
 */
export function spanOn(recurrence: Recurrence, date: Temporal.PlainDate, timeZone: string): Span | undefined {
  if (!recurrence.days.has(date.dayOfWeek as Weekday)) return undefined;
  const crossesMidnight = Temporal.PlainTime.compare(recurrence.to, recurrence.from) <= 0;
  const opens = openingInstant(date, recurrence.from, timeZone);
  const closes = closingInstant(crossesMidnight ? date.add({ days: 1 }) : date, recurrence.to, timeZone);
  if (Temporal.Instant.compare(opens, closes) < 0) return { opens, closes };
  return { opens, closes: opens.add(wallLength(recurrence)) };
}

function wallLength({ from, to }: Recurrence): Temporal.Duration {
  const length = from.until(to);
  return length.sign > 0 ? length : length.add({ hours: 24 });
}
