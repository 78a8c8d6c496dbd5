import { zoneOfCldr } from './cldr-zone.ts';
import { zoneOfWindows } from './windows-zone.ts';

/** An IANA zone, and the table that has the name. */
export interface NamedZone {
  readonly zone: string;
  readonly namedBy: 'Windows' | 'Unicode CLDR';
}

/**
 * The zone of a name that is not an IANA name. The Windows table comes first, because calendars with such names come from
 * Windows: `Arabian Standard Time` is Dubai in Windows and Riyadh in CLDR.
 */
export function namedZone(name: string): NamedZone | undefined {
  const ofWindows = zoneOfWindows(name);
  if (ofWindows !== undefined) return { zone: ofWindows, namedBy: 'Windows' };
  const ofCldr = zoneOfCldr(name);
  return ofCldr === undefined ? undefined : { zone: ofCldr, namedBy: 'Unicode CLDR' };
}
