import metaZones from 'cldr-core/supplemental/metaZones.json' with { type: 'json' };

/**
 * The IANA zone of an English name of Unicode CLDR, such as `Central European Time` or `Pacific Daylight Time`: that which stands
 * for all zones of the name. `undefined` for any other name. The name of a summer or a winter means the zone, as writers of
 * calendars use it, and not a fixed offset.
 * https://github.com/unicode-org/cldr-json/blob/main/cldr-json/cldr-core/supplemental/metaZones.json
 */
export function zoneOfCldr(name: string): string | undefined {
  names ??= namesOfZones();
  return names.get(name.trim().toLowerCase());
}

let names: ReadonlyMap<string, string> | undefined;

/** In one of them it is summer. */
const SEASONS = [Date.UTC(2026, 0, 15), Date.UTC(2026, 6, 15)];

/** The table says which zone stands for a name; the runtime has the names, from CLDR as well. */
function namesOfZones(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const zone of standingForOthers()) {
    for (const name of SEASONS.flatMap((at) => [nameOf(zone, 'longGeneric', at), nameOf(zone, 'long', at)])) {
      // What is only an offset is no name.
      if (!/^(?:GMT|UTC)\b/.test(name) && !found.has(name.toLowerCase())) found.set(name.toLowerCase(), zone);
    }
  }
  return found;
}

function nameOf(zone: string, style: 'long' | 'longGeneric', at: number): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: style }).formatToParts(at);
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** Some have stood for a name only in the past. */
function standingForOthers(): readonly string[] {
  const { metazones } = metaZones.supplemental.metaZones;
  return metazones
    .filter(({ mapZone }) => mapZone._territory === '001' && sharedNameNow(mapZone._type) === mapZone._other)
    .map(({ mapZone }) => mapZone._type);
}

/** Names that a zone has shared with others, oldest first; `_to` is when it ended. */
type Uses = readonly { readonly usesMetazone?: { readonly _mzone?: string; readonly _to?: string } }[];

/** `America/Argentina/Ushuaia` is three members deep in the table. */
function sharedNameNow(zone: string): string | undefined {
  const { timezone } = metaZones.supplemental.metaZones.metazoneInfo;
  const uses = zone
    .split('/')
    .reduce<unknown>((member, part) => (member as Readonly<Record<string, unknown>> | undefined)?.[part], timezone);
  const last = (uses as Uses | undefined)?.at(-1)?.usesMetazone;
  return last?._to === undefined ? last?._mzone : undefined;
}
