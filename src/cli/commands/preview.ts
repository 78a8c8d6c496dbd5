import { parseArgs } from 'node:util';
import { Temporal } from 'temporal-polyfill';
import { parsePolicy } from '../../app/documents/policy-document.ts';
import { viewPreview } from '../../app/documents/preview-schedule.ts';
import { readNewSchedule } from '../../app/documents/read-schedule.ts';
import type { Fault } from '../../app/errors.ts';
import { calendarsBeside } from '../calendars.ts';
import type { Command } from '../command.ts';
import { readDocumentFile } from '../document-file.ts';
import { Misuse } from '../misuse.ts';
import { describePreview } from '../preview-text.ts';

/**
 * `preview FILE`: what a schedule will do, from midnight of a date in its zone on, and what it costs at the price of a policy.
 * Exit code 1 for a document that is wrong.
 */
export const preview: Command = async (parameters, write) => {
  const { values, positionals } = parseArgs({
    args: [...parameters],
    options: {
      from: { type: 'string' },
      days: { type: 'string', default: '7' },
      nodes: { type: 'string', default: '100' },
      policy: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new Misuse('preview needs one file.');
  const days = wholeNumber('days', values.days);
  const nodes = wholeNumber('nodes', values.nodes);
  const schedule = await readNewSchedule(calendarsBeside(file), readDocumentFile(file).value);
  const policy = values.policy === undefined ? undefined : parsePolicy(readDocumentFile(values.policy).value);
  if (!schedule.ok) return refuse(file, schedule.faults);
  if (policy?.ok === false) return refuse(values.policy, policy.faults);
  const from = dateOf(schedule.value.timeZone, values.from);
  const view = viewPreview(schedule.value, { from, days, nodes, policy: policy?.value });
  write(values.json ? `${JSON.stringify(view)}\n` : describePreview(view));
  return 0;
};

/** Standard output is for the preview, which machines may read. */
function refuse(file: string | undefined, faults: readonly Fault[]): number {
  for (const { path, message } of faults) process.stderr.write(`${file} ${path} ${message}\n`);
  return 1;
}

function dateOf(timeZone: string, from: string | undefined): Temporal.PlainDate {
  if (from === undefined) return Temporal.Now.plainDateISO(timeZone);
  try {
    return Temporal.PlainDate.from(from);
  } catch {
    throw new Misuse(`--from ${from}: a date such as 2026-03-01 is expected.`);
  }
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= 100_000) return number;
  throw new Misuse(`--${name} ${text}: a whole number from 1 to 100000 is expected.`);
}
