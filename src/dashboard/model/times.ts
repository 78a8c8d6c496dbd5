/** How instants are shown: in the time zone of the pool, in that of the reader, or in UTC. */
export const ZONE_CHOICES = ['pool', 'local', 'UTC'] as const;

/** A choice of the reader. */
export type ZoneChoice = (typeof ZONE_CHOICES)[number];

/** A time zone of the tz database, or `local` for that of the reader. */
export type Zone = string;

/** The time zone for instants about a pool; UTC for a pool without a schedule. */
export function zoneFor(choice: ZoneChoice, poolZone: string | null | undefined): Zone {
  return choice === 'pool' ? (poolZone ?? 'UTC') : choice;
}

/** The place of a time zone, for people: `New York`, `UTC`; empty for that of the reader. */
export function placeOf(zone: Zone): string {
  if (zone === 'local') return '';
  return zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone;
}

let present: string | undefined;

/** Tells the time of the app: moments of another year than this are shown with their year. */
export function setPresent(moment: string | undefined): void {
  present = moment;
}

/** `Mon 2 Mar 07:48`, in English and with 24 hours; `Sun 2 Mar 2025 07:48` if the year is not the present one. */
export function formatMoment(moment: string, zone: Zone): string {
  const day = formatDay(moment, zone);
  return day === undefined ? moment : `${day} ${formatTime(moment, zone)}`;
}

/** `Mon 2 Mar 19:35 Tokyo`, for moments beside others in another time zone; without a place in that of the reader. */
export function formatMomentAt(moment: string, zone: Zone): string {
  return `${formatMoment(moment, zone)} ${placeOf(zone)}`.trimEnd();
}

/** The day of such a moment; `undefined` if it is no moment. */
export function formatDay(moment: string, zone: Zone): string | undefined {
  const isPresent = present === undefined || yearOf(moment, zone) === yearOf(present, zone);
  const day = { weekday: 'short', day: 'numeric', month: 'short' } as const;
  return partsOf(moment, zone, isPresent ? day : { ...day, year: 'numeric' });
}

function yearOf(moment: string, zone: Zone): string | undefined {
  return partsOf(moment, zone, { year: 'numeric' });
}

/** `07:48` */
export function formatTime(moment: string, zone: Zone): string {
  return partsOf(moment, zone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }) ?? moment;
}

const INSTANT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z/g;

/** A sentence with its instants in a time zone; reasons have them in UTC. */
export function withTimesIn(text: string, zone: Zone): string {
  return text.replace(INSTANT, (moment) => formatMoment(moment, zone));
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

function partsOf(moment: string, zone: Zone, options: Intl.DateTimeFormatOptions): string | undefined {
  const milliseconds = Date.parse(moment);
  if (Number.isNaN(milliseconds)) return undefined;
  const key = `${zone} ${Object.keys(options)}`;
  // Creating a format takes a hundred times as long as using it, and a list shows a thousand instants.
  const format = FORMATS.get(key) ?? formatIn(zone, options);
  FORMATS.set(key, format);
  return format.format(milliseconds).replaceAll(',', '');
}

function formatIn(zone: Zone, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-GB', { ...options, ...(zone !== 'local' && { timeZone: zone }) });
  } catch {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
  }
}

/** The distance of an instant from now: `in 12 min`, `3 h ago`. */
export function formatDistance(moment: string, now: string): string {
  const minutes = Math.round((Date.parse(moment) - Date.parse(now)) / 60_000);
  const size = Math.abs(minutes);
  if (Number.isNaN(size)) return '';
  const text =
    size < 60 ? `${size} min` : size < 48 * 60 ? `${Math.round(size / 60)} h` : `${Math.round(size / 1440)} d`;
  if (size === 0) return 'now';
  return minutes > 0 ? `in ${text}` : `${text} ago`;
}

/** An instant as the value of an `<input type="datetime-local">` in a time zone: `2026-03-02T18:00`. */
export function toInput(moment: string, zone: Zone): string {
  return clockIn(Date.parse(moment), zone).slice(0, 16);
}

const DAY_MS = 86_400_000;

/**
 * The instant of such an input value in a time zone. A time in the gap of a clock change is later by the length of the gap; of
 * a repeated time the first counts. `undefined` if the value is not a time.
 */
export function fromInput(text: string, zone: Zone): string | undefined {
  const named = Date.parse(`${text}Z`);
  if (Number.isNaN(named)) return undefined;
  const [before, after] = [offsetAt(named - DAY_MS, zone), offsetAt(named + DAY_MS, zone)];
  const offset = [before, after].find((one) => offsetAt(named - one, zone) === one) ?? before;
  return new Date(named - offset).toISOString().replace('.000', '');
}

/** The offset of a time zone from UTC, in milliseconds. */
function offsetAt(milliseconds: number, zone: Zone): number {
  return Date.parse(`${clockIn(milliseconds, zone)}Z`) - Math.floor(milliseconds / 1000) * 1000;
}

const CLOCK = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
} as const;

/** `2026-03-02T18:00:00`; Swedish dates are written as ISO 8601 does. */
function clockIn(milliseconds: number, zone: Zone): string {
  const options = zone === 'local' ? CLOCK : { ...CLOCK, timeZone: zone };
  return new Intl.DateTimeFormat('sv-SE', options).format(milliseconds).replace(' ', 'T');
}
