import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeCalendar } from '../../core/text/decode-calendar.ts';
import type { CalendarAnswer } from '../../ports/calendars.ts';

/** Reads a calendar from the first folder that has it. Every failure is a result, not an exception. */
export async function readCalendarFile(
  folders: readonly string[],
  file: string,
  mostBytes: number,
): Promise<CalendarAnswer> {
  if (folders.length === 0) return failed('there is no folder of documents (LAMPLIGHTER_DOCUMENTS) to look in');
  for (const folder of folders) {
    const answer = await readIn(join(folder, file), mostBytes);
    if (answer !== undefined) return answer;
  }
  return failed('there is no such file');
}

async function readIn(path: string, mostBytes: number): Promise<CalendarAnswer | undefined> {
  try {
    if ((await stat(path)).size > mostBytes) return failed(`it is larger than ${mostBytes / 1024} KiB`);
    const text = decodeCalendar(await readFile(path));
    return { kind: 'text', text, etag: undefined, lastModified: undefined };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? undefined : failed(code ?? String(error));
  }
}

function failed(reason: string): CalendarAnswer {
  return { kind: 'failed', reason };
}
