import { Temporal } from 'temporal-polyfill';
import { CalendarFault } from './calendar-fault.ts';
import { type Component, textOf } from './components.ts';
import { observedClock } from './observed-clock.ts';
import { type WallClock, zoneClock } from './wall-clock.ts';

/** The wall clock that a TZID means. @throws CalendarFault if nobody knows */
export type Zones = (id: string) => WallClock;

/**
 * The zones that a calendar may name. Where a name leads to an IANA zone, that holds, whatever the calendar itself says of
 * it: copies of zones in calendars are old, or wrong. Otherwise its own VTIMEZONE holds, as for `W. Europe Standard Time`.
 */
export function zonesIn(components: readonly Component[]): Zones {
  const own = new Map(
    components.filter(({ name }) => name === 'vtimezone').map((zone) => [textOf(zone, 'tzid') ?? '', zone]),
  );
  const known = new Map<string, WallClock>();
  return (id) => {
    const clock = known.get(id) ?? clockOf(id, own.get(id));
    known.set(id, clock);
    return clock;
  };
}

function clockOf(id: string, own: Component | undefined): WallClock {
  // Evolution and others say beside a name of their own which zone it is.
  const said = own === undefined ? undefined : textOf(own, 'x-lic-location');
  const name = ianaName(id) ?? (said === undefined ? undefined : ianaName(said));
  if (name !== undefined) return zoneClock(name);
  if (own !== undefined) return observedClock(own);
  throw new CalendarFault(
    `the time zone "${id.slice(0, 80)}" is no IANA zone, and the calendar does not say what it is`,
  );
}

/** `Europe/Berlin` of itself, and of a name with something in front: `/citadel.org/20260101_1/Europe/Berlin`. */
function ianaName(id: string): string | undefined {
  const parts = id.split('/').filter((part) => part !== '');
  const names = id.startsWith('/') ? parts.map((_, index) => parts.slice(index).join('/')) : [id];
  return names.find(isIana);
}

function isIana(name: string): boolean {
  // A fixed offset is none.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId !== '';
  } catch {
    return false;
  }
}
