import type { Temporal } from 'temporal-polyfill';
import type { RecurrenceRule, RuleWeekday } from './recurrence-rule.ts';

/**
 * Does a date match the parts of a rule that speak of dates? Each part that is there narrows
 * (https://datatracker.ietf.org/doc/html/rfc5545#section-3.3.10, the table of BYxxx parts).
 */
export function matchesRule(rule: RecurrenceRule, date: Temporal.PlainDate): boolean {
  const { months, monthDays, yearDays, weeks, weekdays } = rule;
  if (months.length > 0 && !months.includes(date.month)) return false;
  if (monthDays.length > 0 && !isAmong(monthDays, date.day, date.daysInMonth)) return false;
  if (yearDays.length > 0 && !isAmong(yearDays, date.dayOfYear, date.daysInYear)) return false;
  if (weeks.length > 0 && !isInWeek(rule, date)) return false;
  return weekdays.length === 0 || weekdays.some((weekday) => isWeekday(rule, weekday, date));
}

/** Is the nth of `length` among numbers of which the negative count from the end? */
function isAmong(numbers: readonly number[], nth: number, length: number): boolean {
  return numbers.includes(nth) || numbers.includes(nth - length - 1);
}

function isWeekday({ frequency, months }: RecurrenceRule, { weekday, nth }: RuleWeekday, date: Temporal.PlainDate) {
  if (date.dayOfWeek !== weekday) return false;
  if (nth === undefined) return true;
  const isOfYear = frequency === 'YEARLY' && months.length === 0;
  const [day, length] = isOfYear ? [date.dayOfYear, date.daysInYear] : [date.day, date.daysInMonth];
  return nth === Math.ceil(day / 7) || nth === -Math.ceil((length - day + 1) / 7);
}

/** The week that has the most days of a year is its own: the first has at least four of them. */
function isInWeek({ weeks, weekStart }: RecurrenceRule, date: Temporal.PlainDate): boolean {
  const fromStart = (date.dayOfWeek - weekStart + 7) % 7;
  // The year that the week belongs to is that of its fourth day.
  const fourth = date.add({ days: 3 - fromStart });
  const week = Math.ceil(fourth.dayOfYear / 7);
  const last = week + Math.floor((fourth.daysInYear - fourth.dayOfYear) / 7);
  return isAmong(weeks, week, last);
}
