import { Temporal } from 'temporal-polyfill';

/** The instant and time zone to which an abbreviated instant refers. */
export interface MomentBasis {
  /** Durations count from here, and times of day follow it. */
  readonly from: Temporal.Instant;
  /** The time zone of a time of day. */
  readonly timeZone: string | undefined;
}

/** Is a text a time of day, such as `06:00`? */
export function isTimeOfDay(text: string): boolean {
  return /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text);
}

/**
 * The instant that a text means: an instant, a duration such as `PT4H` from the basis on, or a time of day such as `06:00`,
 * which is the first one after the basis in the time zone. A time in a gap moves later by the gap's length; of a time that
 * occurs twice, the first counts. `undefined` for a time of day without a time zone.
 * @throws RangeError for any other text
 */
export function momentAt(text: string, { from, timeZone }: MomentBasis): Temporal.Instant | undefined {
  if (/^[+-]?P/i.test(text)) return from.add(inHours(Temporal.Duration.from(text)));
  if (!isTimeOfDay(text)) return Temporal.Instant.from(text);
  if (timeZone === undefined) return undefined;
  const now = from.toZonedDateTimeISO(timeZone);
  for (const days of [0, 1]) {
    const moment = now.toPlainDate().add({ days }).toZonedDateTime({ timeZone, plainTime: text }).toInstant();
    if (Temporal.Instant.compare(from, moment) < 0) return moment;
  }
  return undefined;
}

/** An instant has no calendar: a day counts as 24 hours. */
function inHours({ weeks, days, hours, minutes, seconds, milliseconds }: Temporal.Duration): Temporal.DurationLike {
  return { hours: (weeks * 7 + days) * 24 + hours, minutes, seconds, milliseconds };
}
