import { type ZoneClock, zoneClock } from '../../core/time/zone-clock.ts';
import { namedZone } from '../fields/named-zone.ts';
import { CalendarFault } from './calendar-fault.ts';
import { type Component, textOf } from './components.ts';
import { observedZone } from './observed-zone.ts';
import type { Zone, Zones } from './zone.ts';

/**
 * The zones that a calendar may name. A name that leads to an IANA zone means that zone, even if the calendar describes it,
 * because copies of zones in calendars are old, or wrong. Otherwise the calendar's own VTIMEZONE applies, and then the
 * tables of Windows and Unicode CLDR.
 */
export function zonesIn(components: readonly Component[]): Zones {
  const own = new Map(
    components.filter(({ name }) => name === 'vtimezone').map((zone) => [textOf(zone, 'tzid') ?? '', zone]),
  );
  const known = new Map<string, Zone>();
  return (id) => {
    const zone = known.get(id) ?? zoneOf(id, own.get(id));
    known.set(id, zone);
    return zone;
  };
}

/** The zone of a whole calendar: that of X-WR-TIMEZONE, or the only one that the calendar describes. */
export function zoneOfCalendar(calendar: Component): ZoneClock | undefined {
  const zones = calendar.components.filter(({ name }) => name === 'vtimezone');
  const [only] = zones.length === 1 ? zones : [];
  const id = textOf(calendar, 'x-wr-timezone') ?? (only === undefined ? undefined : textOf(only, 'tzid'));
  const name = id === undefined ? undefined : (ianaName(id) ?? namedZone(id)?.zone);
  return name === undefined ? undefined : zoneClock(name);
}

function zoneOf(id: string, own: Component | undefined): Zone {
  // Evolution and others add the IANA zone to a name of their own.
  const said = own === undefined ? undefined : textOf(own, 'x-lic-location');
  const name = ianaName(id) ?? (said === undefined ? undefined : ianaName(said));
  if (name !== undefined) return () => zoneClock(name);
  if (own !== undefined) return observedZone(own);
  const named = namedZone(id);
  if (named !== undefined) return () => zoneClock(named.zone);
  throw new CalendarFault(
    `the time zone "${id.slice(0, 80)}" is none of IANA, Windows or Unicode CLDR, and the calendar does not describe it`,
  );
}

/** `Europe/Berlin`, from the name itself or from one with a prefix: `/citadel.org/20260101_1/Europe/Berlin`. */
function ianaName(id: string): string | undefined {
  const parts = id
    .slice(0, 200)
    .split('/')
    .filter((part) => part !== '');
  const names = id.startsWith('/') ? parts.map((_, index) => parts.slice(index).join('/')) : [id];
  return names.find(isIana);
}

function isIana(name: string): boolean {
  // A fixed offset is not an IANA zone.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    zoneClock(name);
    return true;
  } catch {
    return false;
  }
}
