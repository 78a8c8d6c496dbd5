import { decodeCalendar } from '../../core/text/decode-calendar.ts';
import type { CalendarAnswer, CalendarCopy, CalendarOrigin } from '../../ports/calendars.ts';
import { OutboundFailure } from '../outbound/outbound-failure.ts';
import { outboundGet } from '../outbound/outbound-get.ts';
import type { OutboundAnswer } from '../outbound/outbound-request.ts';
import { readCalendarFile } from './calendar-file.ts';

/** A calendar of a country for ten years has about 50 KiB. */
const MOST_BYTES = 1024 * 1024;
const PATIENCE_MS = 10_000;

/** Where to look for calendars. */
export interface CalendarPlaces {
  /** Hosts that may have private addresses and use http. */
  readonly hosts: readonly string[];
  /** Folders in which a file is searched, in order. */
  readonly folders: readonly string[];
}

/** Reads calendars from the internet and from files. */
export function calendarOrigin({ hosts, folders }: CalendarPlaces): CalendarOrigin {
  return {
    fetch: async (address, known) => {
      try {
        const headers = { accept: 'text/calendar, */*;q=0.1', ...conditionsOf(known) };
        return toAnswer(await outboundGet(address, { hosts, headers, mostBytes: MOST_BYTES, patienceMs: PATIENCE_MS }));
      } catch (error) {
        if (error instanceof OutboundFailure) return { kind: 'failed', reason: error.message };
        throw error;
      }
    },
    readFile: (file) => readCalendarFile(folders, file, MOST_BYTES),
  };
}

function conditionsOf(
  known: Pick<CalendarCopy, 'etag' | 'lastModified'> | undefined,
): Readonly<Record<string, string>> {
  return {
    ...(known?.etag !== undefined && { 'if-none-match': known.etag }),
    ...(known?.lastModified !== undefined && { 'if-modified-since': known.lastModified }),
  };
}

function toAnswer({ status, headers, body }: OutboundAnswer): CalendarAnswer {
  if (status === 304) return { kind: 'unchanged' };
  if (status !== 200) return { kind: 'failed', reason: `it answers ${status}` };
  const { etag, 'last-modified': lastModified } = headers;
  return { kind: 'text', text: decodeCalendar(body), etag, lastModified };
}
