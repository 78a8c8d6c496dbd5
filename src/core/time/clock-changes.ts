import { Temporal } from 'temporal-polyfill';

/** An instant at which the clocks of a zone go forward or back. */
export interface ClockChange {
  readonly at: Temporal.Instant;
  /** Offsets from UTC, such as `+01:00`. */
  readonly before: string;
  readonly after: string;
}

/** The clock changes of a zone from one instant on and up to another. */
export function clockChangesBetween(
  timeZone: string,
  { from, until }: { readonly from: Temporal.Instant; readonly until: Temporal.Instant },
): readonly ClockChange[] {
  const changes: ClockChange[] = [];
  // A change at `from` itself belongs to the span.
  let next = from.subtract({ nanoseconds: 1 }).toZonedDateTimeISO(timeZone).getTimeZoneTransition('next');
  while (next !== null && Temporal.ZonedDateTime.compare(next, until.toZonedDateTimeISO(timeZone)) < 0) {
    const at = next.toInstant();
    changes.push({
      at,
      before: at.subtract({ nanoseconds: 1 }).toZonedDateTimeISO(timeZone).offset,
      after: next.offset,
    });
    next = next.getTimeZoneTransition('next');
  }
  return changes;
}
