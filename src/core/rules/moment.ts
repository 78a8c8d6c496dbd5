import { Temporal } from 'temporal-polyfill';

/** Where a moment that was written in short is counted from. */
export interface MomentBasis {
  /** Spans count from here, and times of day come after it. */
  readonly from: Temporal.Instant;
  /** Of a time of day. */
  readonly timeZone: string | undefined;
}

/** Is a text a time of day, such as `06:00`? */
export function isTimeOfDay(text: string): boolean {
  return /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text);
}

/**
 * The instant that a text stands for: an instant itself, a span such as `PT4H` from the basis on, or a time of day such as
 * `06:00`, which is the first one after the basis in the time zone. A time that a clock change skips is so much later, of one
 * that comes twice it is the first. `undefined` for a time of day without a time zone.
 * @throws RangeError for a text that is none of them
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

/** Instants know no days: here one has 24 hours. */
function inHours({ weeks, days, hours, minutes, seconds, milliseconds }: Temporal.Duration): Temporal.DurationLike {
  return { hours: (weeks * 7 + days) * 24 + hours, minutes, seconds, milliseconds };
}
