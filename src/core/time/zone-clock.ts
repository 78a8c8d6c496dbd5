import { Temporal } from 'temporal-polyfill';
import { remember } from '../remember.ts';
import { DAY_MILLISECONDS, type EpochMilliseconds, type WallMilliseconds } from './epoch.ts';

/** The clock of a time zone. The tz database is read once; after that, every query is arithmetic. */
export interface ZoneClock {
  /** The UTC offsets around a time: at least those of the day before and the day after it. */
  readonly offsetsAround: (time: EpochMilliseconds | WallMilliseconds) => Offsets;
}

/** Offsets from UTC in milliseconds, in order of time. */
interface Offsets {
  /** When each offset begins. */
  readonly begins: readonly EpochMilliseconds[];
  readonly offsets: readonly number[];
}

/** The clock of a zone by its IANA name. @throws RangeError if there is no such zone */
export const zoneClock: (timeZone: string) => ZoneClock = remember(readZone, 600);

/** The wall time at an instant. */
export function shownAt(clock: ZoneClock, at: EpochMilliseconds): WallMilliseconds {
  const { begins, offsets } = clock.offsetsAround(at);
  return at + (offsets[lastNotAfter(begins, at)] ?? 0);
}

/**
 * The first instant with a wall time. A wall time in a gap moves later by the gap's length: it is the instant that it would
 * have without the change.
 */
export function firstShowing(clock: ZoneClock, wall: WallMilliseconds): EpochMilliseconds {
  const { begins, offsets } = clock.offsetsAround(wall);
  // No offset is a day or longer, so the instant of a wall time is less than a day away from it.
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

/** The last instant with a wall time; one in a gap moves as in `firstShowing`. */
export function lastShowing(clock: ZoneClock, wall: WallMilliseconds): EpochMilliseconds {
  const { begins, offsets } = clock.offsetsAround(wall);
  let index = lastNotAfter(begins, wall + DAY_MILLISECONDS);
  while (index > 0 && wall - (offsets[index] ?? 0) < (begins[index] ?? 0)) index -= 1;
  return wall - (offsets[index] ?? 0);
}

/** Offsets are read for spans of about a year, 2^35 milliseconds. */
const STRETCH = 2 ** 35;
/** The earliest instant of Temporal. */
const EARLIEST = -8.64e15;
/** How far a span reaches beyond its ends: a query needs a day on either side. */
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

/** The index of the last time that is not after another, by binary search; the first index if there is none. */
function lastNotAfter(times: readonly EpochMilliseconds[], time: EpochMilliseconds): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}
