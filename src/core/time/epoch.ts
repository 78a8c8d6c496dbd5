import { Temporal } from 'temporal-polyfill';
import { rememberOf } from '../remember.ts';

// On purpose: times that are compared and added for every node, edge and minute are numbers, not Temporal objects. Creating a
// Temporal object takes a thousand times as long as a sum: the objects took nine tenths of the time of a schedule's timeline,
// and most of that of a decision. Inputs and outputs are Temporal.

/** An instant as milliseconds since 1970-01-01T00:00Z. */
export type EpochMilliseconds = number;

/** The time on the wall clock, as milliseconds since it showed 1970-01-01 00:00. */
export type WallMilliseconds = number;

/** A date as days since 1970-01-01. */
export type DayNumber = number;

export const DAY_MILLISECONDS = 24 * 3600 * 1000;

/** The date on the wall clock. */
export function dayOf(wall: WallMilliseconds): DayNumber {
  return Math.floor(wall / DAY_MILLISECONDS);
}

/**
 * A duration without weeks, months and years, in milliseconds. Memoized, because those of policies are needed at every
 * evaluation.
 */
export const millisecondsIn: (duration: Temporal.Duration) => number = rememberOf((duration) =>
  duration.total('milliseconds'),
);

/** No span at all. */
export const NO_TIME = new Temporal.Duration();

export function instantOf(at: EpochMilliseconds): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(at);
}

/** An instant in the format of `Temporal.Instant`, such as `2026-03-02T12:00:00Z`. */
export function isoText(at: EpochMilliseconds): string {
  // biome-ignore lint/style/noRestrictedGlobals: it reads no clock, and writes ten thousand moments in a tenth of the time.
  const text = new Date(at).toISOString();
  return at % 1000 === 0 ? `${text.slice(0, -'.000Z'.length)}Z` : text.replace(/0*Z$/, 'Z');
}

/** The instant this many milliseconds later. */
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
