import type { Temporal } from 'temporal-polyfill';

/**
 * The instant at which something opens at a wall-clock time of a date in a time zone. It exists on every date: a time in
 * the missing hour of a clock change moves past it by the length of the gap (02:30 becomes 03:30); of a time that the
 * day shows twice, the first counts.
 */
export function openingInstant(date: Temporal.PlainDate, time: Temporal.PlainTime, timeZone: string): Temporal.Instant {
  return date.toPlainDateTime(time).toZonedDateTime(timeZone, { disambiguation: 'compatible' }).toInstant();
}

/**
 * The instant at which something closes at a wall-clock time of a date in a time zone. As `openingInstant`, but of a time
 * that the day shows twice the second counts, so that uptime is never lost.
 */
export function closingInstant(date: Temporal.PlainDate, time: Temporal.PlainTime, timeZone: string): Temporal.Instant {
  return date.toPlainDateTime(time).toZonedDateTime(timeZone, { disambiguation: 'later' }).toInstant();
}
