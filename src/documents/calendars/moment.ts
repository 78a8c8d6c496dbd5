import { Temporal } from 'temporal-polyfill';
import { dayNumberOf } from '../../core/time/calendar-day.ts';
import { DAY_MILLISECONDS, type DayNumber, type WallMilliseconds } from '../../core/time/epoch.ts';
import { CalendarFault } from './calendar-fault.ts';
import type { Property } from './components.ts';
import { isoOf, wallTime } from './wall-time.ts';
import type { Zone, Zones } from './zone.ts';

/** A date, or a wall time in a zone; if `zone` is `undefined` (a floating time), in the zone of the schedule. */
export type Moment =
  | { readonly kind: 'date'; readonly date: DayNumber }
  | { readonly kind: 'time'; readonly wall: WallMilliseconds; readonly zone: Zone | undefined };

/**
 * Reads one value of a property such as DTSTART, as the calendar writes it.
 * @throws CalendarFault for an invalid date or time, or an unknown zone
 */
export function readMoment({ name, parameters }: Property, written: string, zones: Zones): Moment {
  const text = isoOf(written.trim());
  if (text === undefined) throw new CalendarFault(`${name.toUpperCase()} ${written} is no date or time`);
  try {
    if (!text.includes('T')) return { kind: 'date', date: dayNumberOf(Temporal.PlainDate.from(text)) };
    const wall = wallTime(text);
    const zone = text.endsWith('Z') ? 'UTC' : parameters['tzid'];
    return { kind: 'time', wall, zone: zone === undefined ? undefined : zones(String(zone)) };
  } catch (error) {
    if (error instanceof CalendarFault) throw error;
    throw new CalendarFault(`${name.toUpperCase()} ${text} is no date or time`, { cause: error });
  }
}

/** All values of some properties as moments. */
export function readMoments(properties: readonly Property[], zones: Zones): readonly Moment[] {
  return properties.flatMap((property) => property.raw.map((text) => readMoment(property, text, zones)));
}

/** A moment as wall time: a date is its midnight. */
export function wallOf(moment: Moment): WallMilliseconds {
  return moment.kind === 'date' ? moment.date * DAY_MILLISECONDS : moment.wall;
}
