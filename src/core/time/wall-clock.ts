import type { Temporal } from 'temporal-polyfill';
import { dayNumberOf } from './calendar-day.ts';
import { DAY_MILLISECONDS, instantOf, sinceMidnight, type WallMilliseconds } from './epoch.ts';
import { firstShowing, lastShowing, zoneClock } from './zone-clock.ts';

/**
 * The instant at which something opens at a wall-clock time in a time zone, to the millisecond. A time in a gap moves
 * later by the gap's length (02:30 becomes 03:30); of a time that occurs twice, the first counts.
 */
export function openingInstant(wallTime: Temporal.PlainDateTime, timeZone: string): Temporal.Instant {
  return instantOf(firstShowing(zoneClock(timeZone), wallOf(wallTime)));
}

/**
 * The instant at which something closes at a wall-clock time in a time zone. Like `openingInstant`, but of a time that occurs
 * twice the second counts, so that a window never loses time.
 */
export function closingInstant(wallTime: Temporal.PlainDateTime, timeZone: string): Temporal.Instant {
  return instantOf(lastShowing(zoneClock(timeZone), wallOf(wallTime)));
}

function wallOf(wallTime: Temporal.PlainDateTime): WallMilliseconds {
  return dayNumberOf(wallTime) * DAY_MILLISECONDS + sinceMidnight(wallTime);
}
