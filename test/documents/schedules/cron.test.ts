import { Cron } from 'croner';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { cronTimes } from '../../../src/documents/schedules/cron.ts';

/** Fields as people write them, and how the library reads a date's runs one after another. */
const TIMES = ['0 2', '*/30 6-20/2', '15,45 8,12,23', '59 23', '0 0', '30 5 2', '0 */20 *', '0 0,12'];
const DATES = [
  '* * *',
  '1 * *',
  'L * *',
  '* * MON-FRI',
  '15 * FRI',
  '* 2 *',
  '29 2 *',
  '* * MON#1',
  '* * FRI#L',
  '*/2 1-6 *',
];

function runsOn(expression: string, date: Temporal.PlainDate): readonly string[] {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  return new Cron(expression, { timezone: 'Etc/UTC', paused: true })
    .nextRuns(97, new Date(midnight - 1000))
    .filter((run) => run.getTime() < midnight + 86_400_000)
    .map((run) => run.toISOString().slice(11, 19));
}

describe('cronTimes', () => {
  it('gives the times of a date that the library finds one after another', () => {
    const date = fc.integer({ min: 0, max: 3000 }).map((days) => Temporal.PlainDate.from('2024-01-01').add({ days }));
    fc.assert(
      fc.property(fc.constantFrom(...TIMES), fc.constantFrom(...DATES), date, (times, dates, on) => {
        const expression = `${times} ${dates}`;
        expect(cronTimes(expression)(on).map(String)).toEqual(runsOn(expression, on));
      }),
      { numRuns: 400 },
    );
  });

  it('knows dates long past, of years with two digits too', () => {
    const first = cronTimes('0 2 1 * *');
    expect(first(Temporal.PlainDate.from('0099-05-01')).map(String)).toEqual(['02:00:00']);
    expect(first(Temporal.PlainDate.from('0099-05-02'))).toEqual([]);
  });
});

/** The weekday nearest to a day of a month, within that month; none in a month that has no such day. */
function nearestWeekday(month: Temporal.PlainYearMonth, day: number): readonly number[] {
  if (day > month.daysInMonth) return [];
  const { dayOfWeek } = month.toPlainDate({ day });
  if (dayOfWeek === 6) return [day === 1 ? 3 : day - 1];
  if (dayOfWeek === 7) return [day === month.daysInMonth ? day - 2 : day + 1];
  return [day];
}

function daysIn(month: Temporal.PlainYearMonth, expression: string): readonly number[] {
  const times = cronTimes(expression);
  const days = Array.from({ length: month.daysInMonth }, (_, index) => index + 1);
  return days.filter((day) => times(month.toPlainDate({ day })).length > 0);
}

describe('the nearest weekday', () => {
  it('is that day or the weekday beside it, in the same month, for each day of each month', () => {
    for (let index = 0; index < 4 * 12; index += 1) {
      const month = Temporal.PlainYearMonth.from('2026-01').add({ months: index });
      const found = Array.from({ length: 31 }, (_, day) => daysIn(month, `0 9 ${day + 1}W * *`));
      expect(found, String(month)).toEqual(found.map((_, day) => nearestWeekday(month, day + 1)));
    }
  });

  it.each([
    ['1W of August 2026, a Saturday: the 1st has none before it', '0 9 1W * *', '2026-08', [3]],
    ['31W of May 2026, a Sunday: the 31st has none after it', '0 9 31W * *', '2026-05', [29]],
    ['the last weekday', '0 9 LW * *', '2026-05', [29]],
    ['several days', '0 9 1W,15W * *', '2026-08', [3, 14]],
    ['31W in a month of 30 days', '0 9 31W * *', '2026-04', []],
    ['a weekday beside it: either is enough', '0 9 15W * FRI', '2026-08', [7, 14, 21, 28]],
  ])('of %s', (_, expression, month, days) => {
    expect(daysIn(Temporal.PlainYearMonth.from(month), expression)).toEqual(days);
  });

  it('is refused beside the last weekday, which stands alone', () => {
    expect(() => cronTimes('0 9 15W,lw * *')).toThrow(
      'field 3, the day of the month: "LW" stands alone, without a list; the other days take a window of their own',
    );
  });

  it.each(['0W', '32W', 'W', '15W-20', '1-5W', '15W/2'])('is refused as %s, in words of our own', (text) => {
    expect(() => cronTimes(`0 9 ${text} * *`)).toThrow('field 3, the day of the month');
  });
});

/** A week from a Monday on, by the dates that match. */
function datesOf(expression: string, days = 7): string {
  const monday = Temporal.PlainDate.from('2026-03-02');
  const times = cronTimes(expression);
  const dates = Array.from({ length: days }, (_, index) => monday.add({ days: index }));
  return dates
    .filter((date) => times(date).length > 0)
    .map((date) => date.day)
    .join(' ');
}

describe('a range that runs past the end of the week or the year', () => {
  it.each([
    ['0 3 * * FRI-MON', '2 6 7 8'],
    ['0 3 * * fri-mon', '2 6 7 8'],
    ['0 3 * * 5-1', '2 6 7 8'],
    ['0 3 * * SAT-MON/2', '2 7'],
    ['0 3 * NOV-MAR *', '2 3 4 5 6 7 8'],
    ['0 3 * NOV-FEB *', ''],
  ])('%s', (expression, expected) => expect(datesOf(expression)).toBe(expected));
});

describe('a cron expression that is wrong', () => {
  it.each([
    ['0 0 32 * *', 'field 3, the day of the month: "32" is not known here; a number from 1 to 31'],
    ['0 3 L-3 * *', 'field 3, the day of the month: "L-3" is not known here'],
    ['0 3 * * MON#6', 'field 5, the weekday: "MON#6" is not known here; a number from 0 to 7, a name such as "MON"'],
    ['99 * * * *', 'field 1, the minute: "99" is not known here; a number from 0 to 59, a range, "*" is expected'],
    ['0 99 * * * *', 'field 2, the minute: "99"'],
    ['H 3 * * *', 'field 1, the minute: "H"'],
    ['*/0 * * * *', 'field 1, the minute: "/0" is no step from 1 to 60'],
    ['5/15 3 * * *', 'field 1, the minute: "5/15" counts from one number on; write "5-59/15"'],
    ['0 3 31 4,6,9,NOV *', 'no date ever matches'],
    ['0 3 30,31W FEB ?', 'no date ever matches'],
    ['0 0,30 3 30-31 2 *', 'no date ever matches'],
    ['0,30 */15 * * * *', 'matches more than 96 times a day'],
    ['0 22-4 * * *', 'field 2, the hour: "22-4" runs backwards; across the end it is "22-23,0-4"'],
    ['1,,2 3 * * *', 'field 1, the minute: something is missing beside a comma'],
    ['0 3 * FOO *', 'field 4, the month: "FOO"'],
    ['0 3 1-2-3 * *', 'field 3, the day of the month: "1-2-3"'],
  ])('%s: says where and what is expected', (expression, message) => {
    expect(() => cronTimes(expression)).toThrow(message);
  });

  it.each([
    ['*/15 * * * *', 'at most 96 times a day'],
    ['0 3 */30 FEB *', 'on the first of February'],
    ['0 3 31 4 MON#5', 'on a fifth Monday'],
    ['0 3 31 4,5 *', 'in May'],
    ['0 3 31,L 4 *', 'on the last of April'],
  ])('%s is not, as it matches %s', (expression) => {
    expect(() => cronTimes(expression)).not.toThrow();
  });
});
