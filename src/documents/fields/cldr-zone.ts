import metaZones from 'cldr-core/supplemental/metaZones.json' with { type: 'json' };

/**
 * The IANA zone of an English name of Unicode CLDR, such as `Central European Time` or `Pacific Daylight Time`: the zone
 * that represents all zones with the name. `undefined` for any other name. The name of a summer or winter time means the
 * zone, not a fixed offset, because that is how authors of calendars use it.
 * https://github.com/unicode-org/cldr-json/blob/main/cldr-json/cldr-core/supplemental/metaZones.json
 */
export function zoneOfCldr(name: string): string | undefined {
  names ??= namesOfZones();
  return names.get(name.trim().toLowerCase());
}

let names: ReadonlyMap<string, string> | undefined;

/** One of them is in summer time. */
const SEASONS = [Date.UTC(2026, 0, 15), Date.UTC(2026, 6, 15)];

/** The table has the zone that represents each name; the runtime has the names, also from CLDR. */
function namesOfZones(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const zone of standingForOthers()) {
    for (const name of SEASONS.flatMap((at) => [nameOf(zone, 'longGeneric', at), nameOf(zone, 'long', at)])) {
      // An offset is not a name.
      if (!/^(?:GMT|UTC)\b/.test(name) && !found.has(name.toLowerCase())) found.set(name.toLowerCase(), zone);
    }
  }
  return found;
}

function nameOf(zone: string, style: 'long' | 'longGeneric', at: number): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: style }).formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** The zones that represent a name now; some did so only in the past. */
function standingForOthers(): readonly string[] {
  const { metazones } = metaZones.supplemental.metaZones;
  return metazones
    .filter(({ mapZone }) => mapZone._territory === '001' && sharedNameNow(mapZone._type) === mapZone._other)
    .map(({ mapZone }) => mapZone._type);
}

/** The names that a zone has shared with others, oldest first; `_to` is the end of that time. */
type Uses = readonly { readonly usesMetazone?: { readonly _mzone?: string; readonly _to?: string } }[];

/** `America/Argentina/Ushuaia` is three levels deep in the table. */
function sharedNameNow(zone: string): string | undefined {
  const { timezone } = metaZones.supplemental.metaZones.metazoneInfo;
  const uses = zone
    .split('/')
    .reduce<unknown>((member, part) => (member as Readonly<Record<string, unknown>> | undefined)?.[part], timezone);
  const last = (uses as Uses | undefined)?.at(-1)?.usesMetazone;
  return last?._to === undefined ? last?._mzone : undefined;
}
