import { Temporal } from 'temporal-polyfill';
import { remember } from '../remember.ts';
import { DAY_MILLISECONDS, type EpochMilliseconds, type WallMilliseconds } from './epoch.ts';

/** The clocks of a time zone. They are read off the tz database once; after that every question is arithmetic. */
export interface ZoneClock {
  /** The offsets from UTC that hold around a time, and for at least a day before and after it. */
  readonly offsetsAround: (time: EpochMilliseconds | WallMilliseconds) => Offsets;
}

/** Offsets from UTC in milliseconds, in order of time. */
interface Offsets {
  /** When each begins to hold. */
  readonly begins: readonly EpochMilliseconds[];
  readonly offsets: readonly number[];
}

/** The clock of a zone by its IANA name. @throws RangeError if there is no such zone */
export const zoneClock: (timeZone: string) => ZoneClock = remember(readZone, 600);

/** What a clock shows at an instant. */
export function shownAt(clock: ZoneClock, at: EpochMilliseconds): WallMilliseconds {
  const { begins, offsets } = clock.offsetsAround(at);
  return at + (offsets[lastNotAfter(begins, at)] ?? 0);
}

/**
 * The first instant at which a clock shows a wall time. A time that it leaves out in a gap moves past the gap by its
 * length: it is where the time would be if the clock had not been changed yet.
 */
export function firstShowing(clock: ZoneClock, wall: WallMilliseconds): EpochMilliseconds {
  const { begins, offsets } = clock.offsetsAround(wall);
  // No offset is as long as a day: what shows the wall time is not further from it than that.
  let index = lastNotAfter(begins, wall - DAY_MILLISECONDS);
  let at = wall - (offsets[index] ?? 0);
  while (at >= (begins[index + 1] ?? Number.POSITIVE_INFINITY)) {
    index += 1;
    const next = wall - (offsets[index] ?? 0);
    if (next < (begins[index] ?? 0)) return at;
    at = next;
  }
  return at;
}

/** The last instant at which a clock shows a wall time; one that it leaves out in a gap moves as in `firstShowing`. */
export function lastShowing(clock: ZoneClock, wall: WallMilliseconds): EpochMilliseconds {
  const { begins, offsets } = clock.offsetsAround(wall);
  let index = lastNotAfter(begins, wall + DAY_MILLISECONDS);
  while (index > 0 && wall - (offsets[index] ?? 0) < (begins[index] ?? 0)) index -= 1;
  return wall - (offsets[index] ?? 0);
}

/** Offsets are read for stretches of about a year, 2^35 milliseconds. */
const STRETCH = 2 ** 35;
/** The first instant that Temporal knows. */
const EARLIEST = -8.64e15;
/** So far a stretch reaches beyond its ends: a question asks for a day on either side. */
const MARGIN = 2 * DAY_MILLISECONDS;

function readZone(timeZone: string): ZoneClock {
  Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
  const offsetsIn = remember((stretch: number) => readOffsets(timeZone, stretch), 64);
  return { offsetsAround: (time) => offsetsIn(Math.floor(time / STRETCH)) };
}

function readOffsets(timeZone: string, stretch: number): Offsets {
  const from = Math.max(stretch * STRETCH - MARGIN, EARLIEST);
  const until = (stretch + 1) * STRETCH + MARGIN;
  const first = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timeZone);
  const begins: EpochMilliseconds[] = [from];
  const offsets: number[] = [first.offsetNanoseconds / 1e6];
  let change = first.getTimeZoneTransition('next');
  while (change !== null && change.epochMilliseconds < until) {
    begins.push(change.epochMilliseconds);
    offsets.push(change.offsetNanoseconds / 1e6);
    change = change.getTimeZoneTransition('next');
  }
  return { begins, offsets };
}

/** The place of the last time that is not after another, by halving; the first place if there is none. */
function lastNotAfter(times: readonly EpochMilliseconds[], time: EpochMilliseconds): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
