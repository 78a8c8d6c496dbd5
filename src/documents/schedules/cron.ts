import { Cron } from 'croner';
import { Temporal } from 'temporal-polyfill';
import { remember } from '../../core/remember.ts';
import { dayNumberOf } from '../../core/time/calendar-day.ts';
import { DAY_MILLISECONDS, dayOf } from '../../core/time/epoch.ts';
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
  readonly first: Date;
  readonly times: readonly Temporal.PlainTime[];
}

const readOnce: (expression: string) => CronRuns = remember(readRuns, 200);

function readCron(expression: string): CronTimes {
  const { cron, first, times } = readOnce(expression);
  // Date fields and time fields are independent: every matching date has the same times.
  const earliest = first.getTime() - dayOf(first.getTime()) * DAY_MILLISECONDS;
  return (date) => (cron.match(new Date(dayNumberOf(date) * DAY_MILLISECONDS + earliest)) ? times : []);
}

function readRuns(expression: string): CronRuns {
  const checked = checkCronFields(expression);
  // Wall time is calculated as if it were UTC, in which each time of day occurs exactly once.
  const cron = new Cron(checked, { timezone: 'Etc/UTC', paused: true });
  const first = cron.nextRun(new Date('2025-12-31T23:59:59Z'));
  if (first === null) throw new Error('no date ever matches the cron expression');
  const runs = runsOnDateOf(first, cron);
  if (runs.length > MOST_A_DAY) throw new Error(`the cron expression matches more than ${MOST_A_DAY} times a day`);
  return { cron, first, times: runs.map(timeOf) };
}

/** The first run on a date and those after it; at most one more than `MOST_A_DAY`. */
function runsOnDateOf(first: Date, cron: Cron): readonly Date[] {
  const nextDate = (dayOf(first.getTime()) + 1) * DAY_MILLISECONDS;
  const runs: Date[] = [];
  for (let run: Date | null = first; run !== null && run.getTime() < nextDate; run = cron.nextRun(run)) {
    runs.push(run);
    if (runs.length > MOST_A_DAY) break;
  }
  return runs;
}

function timeOf(run: Date): Temporal.PlainTime {
  return new Temporal.PlainTime(run.getUTCHours(), run.getUTCMinutes(), run.getUTCSeconds());
}
