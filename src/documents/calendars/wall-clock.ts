import type { Temporal } from 'temporal-polyfill';
import { closingInstant, openingInstant } from '../../core/time/wall-clock.ts';

/** Wall time in some zone, by the rules for clock changes that windows have: nothing is lost in a gap or an overlap. */
export interface WallClock {
  opening(wall: Temporal.PlainDateTime): Temporal.Instant;
  closing(wall: Temporal.PlainDateTime): Temporal.Instant;
  at(instant: Temporal.Instant): Temporal.PlainDateTime;
}

/** The wall clock of an IANA zone. */
export function zoneClock(timeZone: string): WallClock {
  return {
    opening: (wall) => openingInstant(wall, timeZone),
    closing: (wall) => closingInstant(wall, timeZone),
    at: (instant) => instant.toZonedDateTimeISO(timeZone).toPlainDateTime(),
  };
}
