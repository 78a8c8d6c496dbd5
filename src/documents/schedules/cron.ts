import { Cron } from 'croner';
import { Temporal } from 'temporal-polyfill';
import { remember } from '../../core/remember.ts';
import { dayNumberOf } from '../../core/time/calendar-day.ts';
import { DAY_MILLISECONDS, sinceMidnight } from '../../core/time/epoch.ts';
import { checkCronFields } from './cron-fields.ts';

/** More openings per day make no sense for nodes that take minutes to start. */
const MOST_A_DAY = 96;

/** The wall-clock times of a cron expression on a date, in order. */
export type CronTimes = (date: Temporal.PlainDate) => readonly Temporal.PlainTime[];

/**
 * The wall-clock times of a cron expression on a date. Expressions have five fields, or six with seconds in front. They use
 * wall time only; the schedule decides what a clock change does to a time.
 * @throws Error, in words for people, if the expression is invalid, never matches, or matches too often
 */
export const cronTimes: (expression: string) => CronTimes = remember(readCron, 200);

/** How often a cron expression opens a window on each date that it matches; 0 if it cannot be read. */
export function timesADay(expression: string): number {
  try {
    return readOnce(expression).times.length;
  } catch {
    return 0;
  }
}

interface CronRuns {
  readonly cron: Cron;
  readonly times: readonly Temporal.PlainTime[];
}

const readOnce: (expression: string) => CronRuns = remember(readRuns, 200);

function readCron(expression: string): CronTimes {
  const { cron, times } = readOnce(expression);
  const [first] = times;
  const earliest = first === undefined ? 0 : sinceMidnight(first);
  return (date) => (cron.match(new Date(dayNumberOf(date) * DAY_MILLISECONDS + earliest)) ? times : []);
}

/** On purpose the library searches for nothing: it took up to 60 ms to find that no date matches. */
function readRuns(expression: string): CronRuns {
  const { written, hasDates, hours, minutes, seconds } = checkCronFields(expression);
  if (!hasDates) throw new Error('no date ever matches the cron expression');
  if (hours.length * minutes.length * seconds.length > MOST_A_DAY)
    throw new Error(`the cron expression matches more than ${MOST_A_DAY} times a day`);
  // Date fields and time fields are independent: every matching date has the same times.
  const times = hours.flatMap((hour) =>
    minutes.flatMap((minute) => seconds.map((second) => new Temporal.PlainTime(hour, minute, second))),
  );
  // Wall time is calculated as if it were UTC, in which each time of day occurs exactly once.
  return { cron: new Cron(written, { timezone: 'Etc/UTC', paused: true }), times };
}
