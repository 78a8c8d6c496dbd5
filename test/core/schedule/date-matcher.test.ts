import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { dateMatcher, matchesDate } from '../../../src/core/schedule/date-matcher.ts';

/** The days of March 2026 that match; it begins on a Sunday. */
function daysOfMarch(texts: readonly string[]): readonly number[] | undefined {
  const matcher = dateMatcher(texts);
  const march = Temporal.PlainDate.from('2026-03-01');
  return (
    matcher &&
    Array.from({ length: 31 }, (_, day) => march.add({ days: day }))
      .filter((date) => matchesDate(matcher, date))
      .map(({ day }) => day)
  );
}

describe('dateMatcher', () => {
  it.each([
    [['MON'], [2, 9, 16, 23, 30]],
    // a range that wraps around the end of the week
    [['SAT-MON'], [1, 2, 7, 8, 9, 14, 15, 16, 21, 22, 23, 28, 29, 30]],
    // by place in the month
    [['MON#1'], [2]],
    [['SUN#1'], [1]],
    [['SUN#5'], [29]],
    [['FRI#5'], []],
    [['FRI#L'], [27]],
    [['tue#l'], [31]],
    // by day of the month
    [['15'], [15]],
    [
      ['1-3', '31'],
      [1, 2, 3, 31],
    ],
    [['L'], [31]],
    // together
    [
      ['FRI#L', 'L', '27'],
      [27, 31],
    ],
  ])('%j are in March 2026 the days %j', (texts, days) => expect(daysOfMarch(texts)).toEqual(days));

  it.each([['MON#0'], ['MON#6'], ['MON#'], ['#1'], ['0'], ['32'], ['5-1'], ['LL'], ['MONDAY'], ['MON-FRI#1'], ['']])(
    'does not know %j',
    (text) => expect(dateMatcher(['MON', text])).toBeUndefined(),
  );

  it('takes the last day of short months, and passes over days that a month has not', () => {
    const february = Array.from({ length: 28 }, (_, day) => Temporal.PlainDate.from('2026-02-01').add({ days: day }));
    const matching = (texts: readonly string[]) =>
      february.filter((date) =>
        matchesDate(dateMatcher(texts) ?? { weekdays: new Set(), nthWeekdays: [], monthDays: new Set() }, date),
      );
    expect(matching(['L']).map(({ day }) => day)).toEqual([28]);
    expect(matching(['30'])).toEqual([]);
  });
});
