import { zoneOfCldr } from './cldr-zone.ts';
import { zoneOfWindows } from './windows-zone.ts';

/** An IANA zone, and whose name led to it. */
export interface NamedZone {
  readonly zone: string;
  readonly namedBy: 'Windows' | 'Unicode CLDR';
}

/**
 * The zone of a name that is not IANA's. Windows comes first, because calendars with such names come from there: `Arabian
 * Standard Time` is Dubai's in Windows and Riyadh's in CLDR.
 */
export function namedZone(name: string): NamedZone | undefined {
  const ofWindows = zoneOfWindows(name);
  if (ofWindows !== undefined) return { zone: ofWindows, namedBy: 'Windows' };
  const ofCldr = zoneOfCldr(name);
  return ofCldr === undefined ? undefined : { zone: ofCldr, namedBy: 'Unicode CLDR' };
}
