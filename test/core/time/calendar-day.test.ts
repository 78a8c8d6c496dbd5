import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { calendarDay, dayNumberOf, plainDateOf } from '../../../src/core/time/calendar-day.ts';

const EPOCH = Temporal.PlainDate.from('1970-01-01');

describe('calendarDay', () => {
  it.each([
    [0, '1970-01-01', 4, 31],
    [-1, '1969-12-31', 3, 31],
    // a leap day of a year that 400 divides, and the end of February in one that only 100 divides
    [11_016, '2000-02-29', 2, 29],
    [-25_509, '1900-02-28', 3, 28],
    // before the year 0
    [-719_529, '-000001-12-31', 5, 31],
  ])('%i is %s', (number, date, dayOfWeek, daysInMonth) => {
    expect(plainDateOf(number).toString()).toBe(date);
    expect(calendarDay(number)).toMatchObject({ dayOfWeek, daysInMonth });
  });

  it('agrees with Temporal on every date, and so does its number', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 3_000_000 }), (number) => {
        const { year, month, day, dayOfWeek, daysInMonth } = EPOCH.add({ days: number });
        expect(calendarDay(number)).toEqual({ year, month, day, dayOfWeek, daysInMonth });
        expect(dayNumberOf({ year, month, day })).toBe(number);
      }),
      { numRuns: 2_000 },
    );
  });
});
