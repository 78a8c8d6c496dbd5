import { Cron } from 'croner';
import { Temporal } from 'temporal-polyfill';

/** More openings than so many a day are no schedule of machines that take minutes to start. */
const MOST_A_DAY = 96;

/**
 * The wall-clock times of a cron expression on a date. Expressions have five fields, or six with seconds in front; they
 * speak of wall time alone, what a clock change does to a time is the schedule's business.
 * @throws Error for an expression that is none, never comes, or comes too often, in words for people
 */
export function cronTimes(expression: string): (date: Temporal.PlainDate) => readonly Temporal.PlainTime[] {
  if (!/^\S+(?: +\S+){4,5}$/.test(expression.trim()))
    throw new Error('a cron expression has five fields, or six with seconds');
  // Wall time is laid over UTC, which has every time of every day once.
  const cron = new Cron(expression, { timezone: 'Etc/UTC', paused: true });
  const timesOn = (date: Temporal.PlainDate) => timesOf(cron, date);
  const first = cron.nextRun(new Date('2026-01-01T00:00:00Z'));
  if (first === null) throw new Error('the cron expression never comes');
  const [day = ''] = first.toISOString().split('T');
  if (timesOn(Temporal.PlainDate.from(day)).length > MOST_A_DAY) {
    throw new Error(`the cron expression comes more than ${MOST_A_DAY} times a day`);
  }
  return timesOn;
}

const SECOND = 1000;
const DAY = 24 * 3600 * SECOND;

function timesOf(cron: Cron, date: Temporal.PlainDate): readonly Temporal.PlainTime[] {
  const start = Date.UTC(date.year, date.month - 1, date.day);
  const times: Temporal.PlainTime[] = [];
  let next = cron.nextRun(new Date(start - SECOND));
  while (next !== null && next.getTime() < start + DAY && times.length <= MOST_A_DAY) {
    times.push(
      Temporal.PlainTime.from({ hour: next.getUTCHours(), minute: next.getUTCMinutes(), second: next.getUTCSeconds() }),
    );
    next = cron.nextRun(next);
  }
  return times;
}
