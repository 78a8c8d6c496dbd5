import { Temporal } from 'temporal-polyfill';
import type { EpochMilliseconds } from '../../core/time/epoch.ts';
import { DAY_MILLISECONDS } from '../../core/time/epoch.ts';
import { CalendarFault } from './calendar-fault.ts';
import { type Component, propertyOf, textOf } from './components.ts';
import { type Moment, readMoment, wallOf } from './moment.ts';
import type { Zones } from './zone.ts';

/** The end of an event as its calendar states it: a moment, or a duration. */
export type EventEnd = Moment | { readonly kind: 'duration'; readonly days: number; readonly exact: number };

/**
 * The length of an event: whole days; a difference on the wall clock; or days on the wall clock followed by an exact time
 * ("PT8H" is eight hours even if the clocks change). All but days in milliseconds.
 */
export type EventLength =
  | { readonly kind: 'days'; readonly days: number }
  | { readonly kind: 'wall'; readonly wall: number }
  | { readonly kind: 'exact'; readonly days: number; readonly exact: number };

/** Reads DTEND or DURATION. With neither, a date lasts one day, and a time has no length. @throws CalendarFault */
export function readEnd(event: Component, start: Moment, zones: Zones): EventEnd {
  const dtend = propertyOf(event, 'dtend');
  if (dtend !== undefined) return readMoment(dtend, dtend.raw[0] ?? '', zones);
  return readDuration(textOf(event, 'duration') ?? (start.kind === 'date' ? 'P1D' : 'PT0S'));
}

/** Reads a duration such as `P1DT2H`. @throws CalendarFault if it is invalid or negative */
export function readDuration(text: string): EventEnd & { readonly kind: 'duration' } {
  const { sign, years, months, weeks, days, hours, minutes, seconds } = durationFrom(text);
  if (sign < 0) throw new CalendarFault('it ends before it begins');
  if (years + months > 0) throw new CalendarFault(`${text} is no duration: there are no years and months in one`);
  return { kind: 'duration', days: weeks * 7 + days, exact: ((hours * 60 + minutes) * 60 + seconds) * 1000 };
}

function durationFrom(text: string): Temporal.Duration {
  try {
    return Temporal.Duration.from(text);
  } catch (error) {
    throw new CalendarFault(`${text} is no duration`, { cause: error });
  }
}

/**
 * The length from a start to an end. Two times in one zone differ by what the wall clock shows, two in different zones by
 * their instants. A time without a zone is in the zone of the schedule.
 * @throws CalendarFault if the end is before the start
 */
export function lengthTo(start: Moment, end: EventEnd, instantOf: (moment: Moment) => EpochMilliseconds): EventLength {
  const length = end.kind === 'duration' ? lengthOf(start, end) : between(start, end, instantOf);
  if (sizeOf(length) < 0) throw new CalendarFault('it ends before it begins');
  return length;
}

/** The most days that a length covers. */
export function lengthInDays(length: EventLength): number {
  return Math.ceil(sizeOf(length) / DAY_MILLISECONDS);
}

function lengthOf(start: Moment, { days, exact }: EventEnd & { readonly kind: 'duration' }): EventLength {
  if (start.kind === 'time') return { kind: 'exact', days, exact };
  return { kind: 'days', days: Math.max(1, days + Math.ceil(exact / DAY_MILLISECONDS)) };
}

function between(start: Moment, end: Moment, instantOf: (moment: Moment) => EpochMilliseconds): EventLength {
  const wall = wallOf(end) - wallOf(start);
  if (start.kind === 'date') {
    // Some calendars write the start of a single day as its end.
    const days = Math.ceil(wall / DAY_MILLISECONDS);
    return { kind: 'days', days: days === 0 ? 1 : days };
  }
  if (end.kind === 'date' || end.zone === start.zone) return { kind: 'wall', wall };
  return { kind: 'exact', days: 0, exact: instantOf(end) - instantOf(start) };
}

function sizeOf(length: EventLength): number {
  switch (length.kind) {
    case 'days':
      return length.days * DAY_MILLISECONDS;
    case 'wall':
      return length.wall;
    case 'exact':
      return length.days * DAY_MILLISECONDS + length.exact;
  }
}
