/** Where a schedule has a calendar from: the text itself, an address, or a file among the documents. */
export type CalendarSource =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'address'; readonly address: URL }
  | { readonly kind: 'file'; readonly file: string };

/** The accepted forms of a calendar, for messages. */
export const EXPECTED_CALENDAR =
  'an https address, the name of a file such as "holidays.ics", or a text that begins with BEGIN:VCALENDAR is expected';

/** Parses what a schedule has as a calendar, or returns its fault. */
export function calendarSource(said: string): CalendarSource | { readonly kind: 'fault'; readonly fault: string } {
  if (/^\uFEFF?\s*BEGIN:VCALENDAR/i.test(said)) return { kind: 'text', text: said };
  if (/^[a-z][a-z0-9+.-]*:/i.test(said)) return addressSource(said);
  return isFile(said) ? { kind: 'file', file: said } : { kind: 'fault', fault: EXPECTED_CALENDAR };
}

/**
 * The name of a calendar in reasons. The address of a private calendar is its only protection, so the part between host and
 * file is omitted: `https://calendar.example/…/basic.ics`.
 */
export function calendarName(source: CalendarSource): string {
  if (source.kind === 'text') return 'its own calendar';
  if (source.kind === 'file') return source.file;
  const { protocol, host, pathname } = source.address;
  const [, ...folders] = pathname.split('/');
  const file = folders.pop() ?? '';
  return `${protocol}//${host}/${folders.length > 0 ? '…/' : ''}${file.length <= 40 ? file : '…'}`;
}

const LONGEST_ADDRESS = 2000;

function addressSource(said: string): CalendarSource | { readonly kind: 'fault'; readonly fault: string } {
  if (!URL.canParse(said)) return { kind: 'fault', fault: EXPECTED_CALENDAR };
  if (said.length > LONGEST_ADDRESS)
    return { kind: 'fault', fault: `an address has at most ${LONGEST_ADDRESS} characters` };
  const address = new URL(said);
  if (address.protocol === 'webcal:')
    return { kind: 'fault', fault: 'webcal is a sign to subscribe, not a way to fetch: write https instead' };
  if (address.protocol !== 'https:' && address.protocol !== 'http:') return { kind: 'fault', fault: EXPECTED_CALENDAR };
  if (address.username !== '' || address.password !== '')
    return { kind: 'fault', fault: 'an address with a name or a password in it is not fetched' };
  return { kind: 'address', address };
}

/** A calendar file inside the folder, so that a schedule cannot read any other file of the machine. */
function isFile(name: string): boolean {
  const isPath = /^[\p{L}\p{N}_][\p{L}\p{N} ._-]*(?:\/[\p{L}\p{N}_][\p{L}\p{N} ._-]*)*$/u.test(name);
  return isPath && name.toLowerCase().endsWith('.ics') && name.length <= 200;
}
