import { Temporal } from 'temporal-polyfill';
import { rememberOf } from '../remember.ts';

// On purpose: where time is compared and added to for every node, every edge and every minute it is a number, not a Temporal
// object. Making one takes a thousand times as long as a sum: the objects took nine tenths of the layout of a schedule, and
// most of a decision. What comes in and goes out is Temporal.

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

/** How long a duration of days and less is, in milliseconds. Those of policies are asked for at every evaluation. */
export const millisecondsIn: (duration: Temporal.Duration) => number = rememberOf((duration) =>
  duration.total('milliseconds'),
);

/** No span at all. */
export const NO_TIME = new Temporal.Duration();

export function instantOf(at: EpochMilliseconds): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(at);
}

/** An instant as `Temporal.Instant` writes it, such as `2026-03-02T12:00:00Z`. */
export function isoText(at: EpochMilliseconds): string {
  // biome-ignore lint/style/noRestrictedGlobals: it reads no clock, and writes ten thousand moments in a tenth of the time.
  return new Date(at).toISOString().replace(/\.?0*Z$/, 'Z');
}

/** The instant so many milliseconds after another. */
export function later(instant: Temporal.Instant, milliseconds: number): Temporal.Instant {
  return milliseconds === 0 ? instant : instant.add(new Temporal.Duration(0, 0, 0, 0, 0, 0, 0, milliseconds));
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
