import { calendarName, calendarSource } from '../../documents/calendars/calendar-source.ts';
import { calendarsNamedBy } from '../../documents/schedules/calendars-at-hand.ts';
import type { HasDocumentReader } from '../../ports/documents.ts';
import { contentOf } from './document-content.ts';

/** The addresses of calendars in saved schedules, and their names for reasons. */
export async function calendarAddresses({ documents }: HasDocumentReader): Promise<ReadonlyMap<string, string>> {
  const schedules = await documents.list('schedules');
  const sources = schedules.flatMap((schedule) => calendarsNamedBy(contentOf(schedule))).map(calendarSource);
  return new Map(
    sources.filter((source) => source.kind === 'address').map((source) => [source.address.href, calendarName(source)]),
  );
}
