import { Temporal } from 'temporal-polyfill';
import type { EpochMilliseconds } from '../../core/time/epoch.ts';
import { DAY_MILLISECONDS } from '../../core/time/epoch.ts';
import { CalendarFault } from './calendar-fault.ts';
import { type Component, propertyOf, textOf } from './components.ts';
import { type Moment, readMoment, wallOf } from './moment.ts';
import type { Zones } from './zone.ts';

/** Where an event ends as its calendar says it: at a moment, or after a span of time. */
export type EventEnd = Moment | { readonly kind: 'duration'; readonly days: number; readonly exact: number };

/**
 * How long an event takes: so many whole days; until the wall clock shows so much later; or days by the wall clock and then
 * an exact time ("PT8H" is eight hours also where the clocks change). In milliseconds.
 */
export type EventLength =
  | { readonly kind: 'days'; readonly days: number }
  | { readonly kind: 'wall'; readonly wall: number }
  | { readonly kind: 'exact'; readonly days: number; readonly exact: number };

/** Reads DTEND or DURATION. With neither, a date is one day and a time no time at all. @throws CalendarFault */
export function readEnd(event: Component, start: Moment, zones: Zones): EventEnd {
  const dtend = propertyOf(event, 'dtend');
  if (dtend !== undefined) return readMoment(dtend, dtend.values[0], zones);
  return readDuration(textOf(event, 'duration') ?? (start.kind === 'date' ? 'P1D' : 'PT0S'));
}

/** Reads a span of time such as `P1DT2H`. @throws CalendarFault for what is none, or runs backwards */
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
 * The length from a beginning to an end. Two ends of one zone are as far apart as the wall clock says; those of different zones
 * are instants, and a time without a zone is that of the schedule.
 * @throws CalendarFault if the end comes first
 */
export function lengthTo(start: Moment, end: EventEnd, instantOf: (moment: Moment) => EpochMilliseconds): EventLength {
  const length = end.kind === 'duration' ? lengthOf(start, end) : between(start, end, instantOf);
  if (sizeOf(length) < 0) throw new CalendarFault('it ends before it begins');
  return length;
}

/** The days that a length covers at the most. */
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
    // Some write the end of a single day as its beginning.
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
