import { parseArgs } from 'node:util';
import { Temporal } from 'temporal-polyfill';
import { toPreviewView } from '../../app/documents/preview-view.ts';
import { readNewSchedule } from '../../app/documents/read-schedule.ts';
import { previewSchedule } from '../../core/schedule/preview.ts';
import type { Schedule } from '../../core/schedule/schedule.ts';
import { calendarsBeside } from '../calendars.ts';
import type { Command } from '../command.ts';
import { readDocumentFile } from '../document-file.ts';
import { Misuse } from '../misuse.ts';

/** `preview FILE`: what a schedule will do, from midnight of a date in its zone on. Exit code 1 for a document that is wrong. */
export const preview: Command = async (parameters, write) => {
  const { values, positionals } = parseArgs({
    args: [...parameters],
    options: {
      from: { type: 'string' },
      days: { type: 'string', default: '7' },
      nodes: { type: 'string', default: '100' },
      json: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new Misuse('preview needs one file.');
  const days = wholeNumber('days', values.days);
  const poolSize = wholeNumber('nodes', values.nodes);
  const parsed = await readNewSchedule(calendarsBeside(file), readDocumentFile(file).value);
  if (!parsed.ok) {
    // Standard output is for the preview, which machines may read.
    for (const { path, message } of parsed.faults) process.stderr.write(`${file} ${path} ${message}\n`);
    return 1;
  }
  const schedule = parsed.value;
  const date = dateOf(schedule, values.from);
  const [from, until] = [startOf(schedule, date), startOf(schedule, date.add({ days }))];
  const view = toPreviewView(schedule, previewSchedule(schedule, { from, until, poolSize }));
  write(values.json ? `${JSON.stringify(view)}\n` : shown(view));
  return 0;
};

function dateOf({ timeZone }: Schedule, from: string | undefined): Temporal.PlainDate {
  if (from === undefined) return Temporal.Now.plainDateISO(timeZone);
  try {
    return Temporal.PlainDate.from(from);
  } catch {
    throw new Misuse(`--from ${from}: a date such as 2026-03-01 is expected.`);
  }
}

function startOf({ timeZone }: Schedule, date: Temporal.PlainDate): Temporal.Instant {
  return date.toZonedDateTime(timeZone).toInstant();
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= 100_000) return number;
  throw new Misuse(`--${name} ${text}: a whole number from 1 to 100000 is expected.`);
}

function shown({ timeZone, edges, nodeHours, clockChanges }: ReturnType<typeof toPreviewView>): string {
  const local = (at: string) =>
    Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toString({ timeZoneName: 'never' });
  return [
    ...edges.map(
      ({ at, window, edge, capacity }) =>
        `${local(at)} ${edge.padEnd(5)} ${window} (${capacity.min} to ${capacity.max ?? 'no limit'})`,
    ),
    ...clockChanges.map(({ at, before, after }) => `clock change at ${local(at)}: ${before} becomes ${after}`),
    `at least ${Math.round(nodeHours * 100) / 100} node-hours, times in ${timeZone}`,
    '',
  ].join('\n');
}
