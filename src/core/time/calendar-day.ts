import { Temporal } from 'temporal-polyfill';
import type { DayNumber } from './epoch.ts';

/** A date of the Gregorian calendar, with the properties that schedules need. */
export interface CalendarDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** 1 is Monday, 7 is Sunday. */
  readonly dayOfWeek: number;
  readonly daysInMonth: number;
}

const DAYS_OF_400_YEARS = 146_097;
/** Days from 0000-03-01 to 1970-01-01. */
const EPOCH_FROM_MARCH = 719_468;

/** The day number of a date. */
export function dayNumberOf({ year, month, day }: Pick<CalendarDay, 'year' | 'month' | 'day'>): DayNumber {
  // A year that begins in March has its leap day at the end, so its months always begin on the same days.
  const marchYear = month > 2 ? year : year - 1;
  return daysBeforeMarch(marchYear) + firstDayOf((month + 9) % 12) + day - 1 - EPOCH_FROM_MARCH;
}

/** The date of a day number. */
export function calendarDay(number: DayNumber): CalendarDay {
  const fromMarch = number + EPOCH_FROM_MARCH;
  const cycle = Math.floor(fromMarch / DAYS_OF_400_YEARS);
  const inCycle = fromMarch - cycle * DAYS_OF_400_YEARS;
  const yearOfCycle = Math.floor(
    (inCycle - Math.floor(inCycle / 1460) + Math.floor(inCycle / 36_524) - Math.floor(inCycle / 146_096)) / 365,
  );
  const marchYear = cycle * 400 + yearOfCycle;
  const inYear = fromMarch - daysBeforeMarch(marchYear);
  const monthFromMarch = Math.floor((5 * inYear + 2) / 153);
  const month = ((monthFromMarch + 2) % 12) + 1;
  const year = month > 2 ? marchYear : marchYear + 1;
  return {
    year,
    month,
    day: inYear - firstDayOf(monthFromMarch) + 1,
    dayOfWeek: ((((number + 3) % 7) + 7) % 7) + 1,
    daysInMonth: month === 2 ? (isLeap(year) ? 29 : 28) : firstDayOf(monthFromMarch + 1) - firstDayOf(monthFromMarch),
  };
}

export function plainDateOf(number: DayNumber): Temporal.PlainDate {
  const { year, month, day } = calendarDay(number);
  return new Temporal.PlainDate(year, month, day);
}

/** Days from 0000-03-01 to March 1st of a year. */
function daysBeforeMarch(year: number): number {
  return year * 365 + Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
}

/** Days from March 1st to the first day of a month, by its number from March on: 0, 31, 61, 92, … */
function firstDayOf(monthFromMarch: number): number {
  return Math.floor((153 * monthFromMarch + 2) / 5);
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
