import { Cron } from 'croner';
import { Temporal } from 'temporal-polyfill';
import { remember } from '../../core/remember.ts';
import { dayNumberOf } from '../../core/time/calendar-day.ts';
import { DAY_MILLISECONDS, dayOf } from '../../core/time/epoch.ts';
import { checkCronFields } from './cron-fields.ts';

/** More openings than so many a day are no schedule of machines that take minutes to start. */
const MOST_A_DAY = 96;

/** The wall-clock times of a cron expression on a date, in order. */
export type CronTimes = (date: Temporal.PlainDate) => readonly Temporal.PlainTime[];

/**
 * The wall-clock times of a cron expression on a date. Expressions have five fields, or six with seconds in front; they
 * speak of wall time alone, what a clock change does to a time is the schedule's business.
 * @throws Error for an expression that is none, never comes, or comes too often, in words for people
 */
export const cronTimes: (expression: string) => CronTimes = remember(readCron, 200);

/** How often a cron expression opens a window on the dates that it matches; 0 for one that cannot be read. */
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
  // The fields of the date and those of the time do not know of each other: the times of one date are those of all.
  const earliest = first.getTime() - dayOf(first.getTime()) * DAY_MILLISECONDS;
  return (date) => (cron.match(new Date(dayNumberOf(date) * DAY_MILLISECONDS + earliest)) ? times : []);
}

function readRuns(expression: string): CronRuns {
  const checked = checkCronFields(expression);
  // Wall time is laid over UTC, which has every time of every day once.
  const cron = new Cron(checked, { timezone: 'Etc/UTC', paused: true });
  const first = cron.nextRun(new Date('2025-12-31T23:59:59Z'));
  if (first === null) throw new Error('no date ever matches the cron expression');
  const runs = runsOnDateOf(first, cron);
  if (runs.length > MOST_A_DAY) throw new Error(`the cron expression matches more than ${MOST_A_DAY} times a day`);
  return { cron, first, times: runs.map(timeOf) };
}

/** The first run of a date and those after it; one more than `MOST_A_DAY` at the most. */
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
