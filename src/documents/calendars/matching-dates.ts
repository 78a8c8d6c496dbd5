import { type CalendarDay, calendarDay, dayNumberOf } from '../../core/time/calendar-day.ts';
import type { DayNumber } from '../../core/time/epoch.ts';
import type { RecurrenceRule, RuleWeekday } from './recurrence-rule.ts';

/**
 * Does a date match all date parts of a rule (https://datatracker.ietf.org/doc/html/rfc5545#section-3.3.10, the table of
 * BYxxx parts)?
 */
export function matchesRule(rule: RecurrenceRule, number: DayNumber): boolean {
  const { months, monthDays, yearDays, weeks, weekdays } = rule;
  const date = calendarDay(number);
  if (months.length > 0 && !months.includes(date.month)) return false;
  if (monthDays.length > 0 && !isAmong(monthDays, date.day, date.daysInMonth)) return false;
  if (weekdays.length > 0 && !weekdays.some((weekday) => isWeekday(rule, weekday, { number, date }))) return false;
  if (yearDays.length > 0 && !isYearDay(yearDays, { number, date })) return false;
  return weeks.length === 0 || isInWeek(rule, { number, date });
}

interface RuleDate {
  readonly number: DayNumber;
  readonly date: CalendarDay;
}

/** The day of the year of a date, counted from 1, and the number of days in that year. */
function placeInYear({ number, date: { year } }: RuleDate): readonly [day: number, days: number] {
  const first = dayNumberOf({ year, month: 1, day: 1 });
  return [number - first + 1, dayNumberOf({ year: year + 1, month: 1, day: 1 }) - first];
}

function isYearDay(yearDays: readonly number[], date: RuleDate): boolean {
  return isAmong(yearDays, ...placeInYear(date));
}

/** Is the nth of `length` among the numbers? Negative numbers count from the end. */
function isAmong(numbers: readonly number[], nth: number, length: number): boolean {
  return numbers.includes(nth) || numbers.includes(nth - length - 1);
}

function isWeekday(
  { frequency, months }: RecurrenceRule,
  { weekday, nth }: RuleWeekday,
  { number, date }: RuleDate,
): boolean {
  if (date.dayOfWeek !== weekday) return false;
  if (nth === undefined) return true;
  const isOfYear = frequency === 'YEARLY' && months.length === 0;
  const [day, length] = isOfYear ? placeInYear({ number, date }) : [date.day, date.daysInMonth];
  return nth === Math.ceil(day / 7) || nth === -Math.ceil((length - day + 1) / 7);
}

/** A week belongs to the year that has most of its days: the first week of a year has at least four days in it. */
function isInWeek({ weeks, weekStart }: RecurrenceRule, { number, date }: RuleDate): boolean {
  const fromStart = (date.dayOfWeek - weekStart + 7) % 7;
  // The fourth day of a week shows the year of the week.
  const fourth = number + 3 - fromStart;
  const [day, days] = placeInYear({ number: fourth, date: calendarDay(fourth) });
  const week = Math.ceil(day / 7);
  return isAmong(weeks, week, week + Math.floor((days - day) / 7));
}
