import { Temporal } from 'temporal-polyfill';
import { remember, rememberOf } from '../remember.ts';

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

export const MINUTE_MILLISECONDS = 60_000;

/** The minute in which an instant is, as minutes since 1970-01-01T00:00Z. */
export function minuteOf({ epochMilliseconds }: { readonly epochMilliseconds: EpochMilliseconds }): number {
  return Math.floor(epochMilliseconds / MINUTE_MILLISECONDS);
}

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

/**
 * An instant in the format of `Temporal.Instant`, such as `2026-03-02T12:00:00Z`. An explanation of a large pool writes tens of
 * thousands: what is the same for a day is kept, and no object is made.
 */
export function isoText(at: EpochMilliseconds): string {
  const day = dayOf(at);
  const milliseconds = at - day * DAY_MILLISECONDS;
  const seconds = Math.floor(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  const time = `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}:${twoDigits(seconds % 60)}`;
  return `${dateText(day)}T${time}${decimals(milliseconds % 1000)}Z`;
}

// biome-ignore lint/style/noRestrictedGlobals: it reads no clock.
const dateText = remember((day: DayNumber) => new Date(day * DAY_MILLISECONDS).toISOString().split('T')[0] ?? '', 1000);

function twoDigits(count: number): string {
  return count < 10 ? `0${count}` : `${count}`;
}

function decimals(milliseconds: number): string {
  return milliseconds === 0 ? '' : `.${`${milliseconds}`.padStart(3, '0').replace(/0+$/, '')}`;
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
