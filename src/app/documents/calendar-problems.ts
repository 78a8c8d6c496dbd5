import { Temporal } from 'temporal-polyfill';
import { describeSince } from '../../core/time/describe-duration.ts';
import type { CalendarCopyHead, HasCalendars } from '../../ports/calendars.ts';
import type { HasDocumentReader } from '../../ports/documents.ts';
import { calendarAddresses } from './calendar-addresses.ts';

/** An older copy of a calendar is reported. */
const OLD_HOURS = 7 * 24;

/** The number of calendar addresses in schedules, and one sentence for each that has no copy or only an old one. */
export async function calendarProblems(
  ports: HasCalendars & HasDocumentReader,
  at: Temporal.Instant,
): Promise<{ readonly named: number; readonly problems: readonly string[] }> {
  const addresses = await calendarAddresses(ports);
  if (addresses.size === 0) return { named: 0, problems: [] };
  const copies = new Map((await ports.calendars.copies()).map((copy) => [copy.address, copy]));
  const problems = [...addresses].flatMap(([href, name]) => problemOf(copies.get(href), { name, at }));
  return { named: addresses.size, problems };
}

function problemOf(
  copy: CalendarCopyHead | undefined,
  { name, at }: { readonly name: string; readonly at: Temporal.Instant },
): readonly string[] {
  const { fetchedAt, fault } = copy ?? {};
  const because = fault === undefined ? '' : `: ${fault}`;
  if (fetchedAt === undefined) return [`the calendar ${name} was never fetched${because}`];
  const isOld = Temporal.Instant.compare(fetchedAt.add({ hours: OLD_HOURS }), at) < 0;
  return isOld ? [`the calendar ${name} is a copy of ${describeSince(fetchedAt, at)} ago${because}`] : [];
}
