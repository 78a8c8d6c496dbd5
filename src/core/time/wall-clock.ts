import type { Temporal } from 'temporal-polyfill';

/**
 * The instant at which something opens at a wall-clock time in a time zone. It always exists: a time in the missing hour
 * of a clock change moves past it by the length of the gap (02:30 becomes 03:30); of a time that the day shows twice, the
 * first counts.
 */
export function openingInstant(wallTime: Temporal.PlainDateTime, timeZone: string): Temporal.Instant {
  return wallTime.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).toInstant();
}

/**
 * The instant at which something closes at a wall-clock time in a time zone. As `openingInstant`, but of a time that the
 * day shows twice the second counts, so that uptime is never lost.
 */
export function closingInstant(wallTime: Temporal.PlainDateTime, timeZone: string): Temporal.Instant {
  return wallTime.toZonedDateTime(timeZone, { disambiguation: 'later' }).toInstant();
}
