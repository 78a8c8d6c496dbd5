import { InvalidArgumentError } from '@commander-js/extra-typings';
import { Temporal } from 'temporal-polyfill';
import { readNewSchedule } from '../../app/documents/read-schedule.ts';
import type { InputFault } from '../../core/text/input-fault.ts';
import { DATE } from '../../documents/fields/fields.ts';
import { parsePolicy } from '../../documents/policies/policy-document.ts';
import { viewPreview } from '../../documents/schedules/preview-schedule.ts';
import { calendarsBeside } from '../files/calendars.ts';
import { readValueOf } from '../files/document-file.ts';
import { command, usage } from '../terminal/command.ts';
import { wholeNumber } from '../terminal/whole-number.ts';
import { describePreview } from './preview-text.ts';

const previewUsage = () =>
  usage(
    'preview',
    'Shows what a schedule will do, and what it costs at the price of a policy.',
    'office-hours.json --policy builds.json --nodes 20 --days 7',
  )
    .argument('<file>', 'a schedule')
    .option('--from <date>', "the first day, from midnight in the schedule's time zone (today)", dateOf)
    .option('--days <number>', 'how many days', wholeNumber(1, 100_000), 7)
    .option('--nodes <number>', 'how many nodes the pool has', wholeNumber(1, 100_000), 100)
    .option('--policy <file>', 'a policy, for its price')
    .option('--json', 'prints the result as JSON');

/**
 * `preview FILE`: shows what a schedule will do, from midnight of a date in its time zone on, and its cost at the price of a
 * policy. Exit code 1 for an invalid document.
 */
export const preview = command(previewUsage, async ({ operands: [file], options, write }) => {
  const { days, nodes } = options;
  const schedule = await readNewSchedule(calendarsBeside(file), await readValueOf('schedules', file));
  const policy = options.policy === undefined ? undefined : parsePolicy(await readValueOf('policies', options.policy));
  if (!schedule.ok) return refuse(file, schedule.faults);
  if (policy?.ok === false) return refuse(options.policy, policy.faults);
  const from = options.from ?? Temporal.Now.plainDateISO(schedule.value.timeZone);
  const view = viewPreview(schedule.value, { from, days, nodes, policy: policy?.value });
  write(options.json ? `${JSON.stringify(view)}\n` : describePreview(view, nodes));
  return 0;
});

/** Faults go to standard error, because programs may read the preview from standard output. */
function refuse(file: string | undefined, faults: readonly InputFault[]): number {
  for (const { path, message } of faults) process.stderr.write(`${file} ${path} ${message}\n`);
  return 1;
}

function dateOf(text: string): Temporal.PlainDate {
  if (DATE.safeParse(text).success) return Temporal.PlainDate.from(text);
  throw new InvalidArgumentError('A date such as 2026-03-01 is expected.');
}
