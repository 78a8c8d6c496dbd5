import { Temporal } from 'temporal-polyfill';

// On purpose: inside the layout of a schedule time is a number, not a Temporal object. It is compared and added to so often
// that the objects took nine tenths of an evaluation. What comes in and goes out is Temporal.

/** An instant as milliseconds since 1970-01-01T00:00Z. */
export type EpochMilliseconds = number;

/** What a clock on the wall shows, as milliseconds since it showed 1970-01-01 00:00. */
export type WallMilliseconds = number;

/** A date as days since 1970-01-01. */
export type DayNumber = number;

export const DAY_MILLISECONDS = 24 * 3600 * 1000;

/** The date that a clock on the wall shows. */
export function dayOf(wall: WallMilliseconds): DayNumber {
  return Math.floor(wall / DAY_MILLISECONDS);
}

export function instantOf(at: EpochMilliseconds): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(at);
}

/** Wall time since midnight, to the millisecond. */
export function sinceMidnight({
  hour,
  minute,
  second,
  millisecond,
}: Pick<Temporal.PlainTime, 'hour' | 'minute' | 'second' | 'millisecond'>): number {
  return ((hour * 60 + minute) * 60 + second) * 1000 + millisecond;
}
