import { Temporal } from 'temporal-polyfill';
import { CalendarFault } from './calendar-fault.ts';
import { type Component, propertyOf, textOf } from './components.ts';
import { type Moment, readMoment, wallOf } from './moment.ts';
import type { WallClock } from './wall-clock.ts';
import type { Zones } from './zones.ts';

/**
 * How long an event takes: so many whole days; until the wall clock shows so much later; or days by the wall clock and then
 * an exact time ("PT8H" is eight hours also where the clocks change).
 */
export type EventLength =
  | { readonly kind: 'days'; readonly days: number }
  | { readonly kind: 'wall'; readonly wall: Temporal.Duration }
  | { readonly kind: 'exact'; readonly days: number; readonly exact: Temporal.Duration };

/** Reads DTEND or DURATION. With neither, a date is one day and a time no time at all. @throws CalendarFault */
export function readLength(event: Component, start: Moment, zones: Zones): EventLength {
  const dtend = propertyOf(event, 'dtend');
  if (dtend !== undefined) return lengthFrom(start, readMoment(dtend, dtend.values[0], zones));
  return lengthFrom(start, textOf(event, 'duration') ?? (start.kind === 'date' ? 'P1D' : 'PT0S'));
}

/** The length from a beginning to an end, or as a duration says it. @throws CalendarFault if the end comes first */
export function lengthFrom(start: Moment, end: Moment | string): EventLength {
  const length = typeof end === 'string' ? fromDuration(start, end) : fromEnd(start, end);
  if (isNegative(length)) throw new CalendarFault('it ends before it begins');
  return length;
}

function fromDuration(start: Moment, text: string): EventLength {
  const { sign, weeks, days, hours, minutes, seconds } = durationFrom(text);
  if (sign < 0) throw new CalendarFault('it ends before it begins');
  const exact = Temporal.Duration.from({ hours, minutes, seconds });
  const allDays = weeks * 7 + days;
  if (start.kind === 'time') return { kind: 'exact', days: allDays, exact };
  return { kind: 'days', days: Math.max(1, allDays + Math.ceil(exact.total('hours') / 24)) };
}

function durationFrom(text: string): Temporal.Duration {
  try {
    return Temporal.Duration.from(text);
  } catch (error) {
    throw new CalendarFault(`${text} is no duration`, { cause: error });
  }
}

function fromEnd(start: Moment, end: Moment): EventLength {
  const wall = wallOf(start).until(wallOf(end), { largestUnit: 'hours' });
  if (start.kind === 'date') {
    // Some write the end of a single day as its beginning.
    const days = Math.ceil(wall.total('hours') / 24);
    return { kind: 'days', days: days === 0 ? 1 : days };
  }
  if (end.kind === 'date' || end.clock === start.clock) return { kind: 'wall', wall };
  return { kind: 'exact', days: 0, exact: instantOf(start).until(instantOf(end)) };
}

/** Of two zones of which one floats, nothing better is known than that it is UTC. */
function instantOf({ wall, clock }: Moment & { readonly kind: 'time' }): Temporal.Instant {
  return (clock as WallClock | undefined)?.opening(wall) ?? wall.toZonedDateTime('UTC').toInstant();
}

function isNegative(length: EventLength): boolean {
  return length.kind === 'days'
    ? length.days < 0
    : length.kind === 'wall'
      ? length.wall.sign < 0
      : length.exact.sign < 0;
}
