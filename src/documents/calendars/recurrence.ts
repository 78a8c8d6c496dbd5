import { Temporal } from 'temporal-polyfill';
import type { Weekday } from '../../core/schedule/weekday.ts';
import type { Budget } from './budget.ts';
import { matchesRule } from './matching-dates.ts';
import type { Frequency, RecurrenceRule } from './recurrence-rule.ts';

/** A rule with the wall time of its first occurrence, in whose zone all of this is; and its last moment there. */
export interface Recurrence {
  readonly rule: RecurrenceRule;
  readonly start: Temporal.PlainDateTime;
  readonly until: Temporal.PlainDateTime | undefined;
}

/** Wall times from one on and up to another, both included. */
export interface WallSpan {
  readonly from: Temporal.PlainDateTime;
  readonly until: Temporal.PlainDateTime;
}

/**
 * The wall times of a rule in a span of wall time, in order. "The DTSTART property value defines the first instance" and
 * counts as one, whether the rule would come upon it or not.
 * @throws CalendarFault if that is more than the budget allows
 */
export function wallTimesBetween(
  recurrence: Recurrence,
  span: WallSpan,
  budget: Budget,
): readonly Temporal.PlainDateTime[] {
  const { start, until } = recurrence;
  return [start, ...timesAfterStart(recurrence, span, budget)].filter((time) => {
    const isOver = until !== undefined && isBefore(until, time);
    return !isOver && !isBefore(time, span.from) && !isBefore(span.until, time);
  });
}

function timesAfterStart(
  recurrence: Recurrence,
  { from, until }: WallSpan,
  budget: Budget,
): readonly Temporal.PlainDateTime[] {
  const { rule, start } = recurrence;
  const left = rule.count === undefined ? Number.POSITIVE_INFINITY : rule.count - 1;
  // A rule that counts must be counted from its beginning; any other can be entered where it matters.
  const entry = rule.count === undefined && isBefore(start, from) ? from : start;
  const found: Temporal.PlainDateTime[] = [];
  for (const period of periodsFrom(recurrence, entry)) {
    budget.spend();
    if (found.length >= left || isBefore(until, period)) break;
    found.push(...timesInPeriod(recurrence, period, budget).filter((time) => isBefore(start, time)));
  }
  return found.slice(0, left);
}

const UNITS = {
  SECONDLY: 'seconds',
  MINUTELY: 'minutes',
  HOURLY: 'hours',
  DAILY: 'days',
  WEEKLY: 'weeks',
  MONTHLY: 'months',
  YEARLY: 'years',
} as const satisfies Record<Frequency, string>;

/** The beginnings of the periods of a rule, every one of its interval, from the one on that a wall time falls into. */
function* periodsFrom({ rule, start }: Recurrence, from: Temporal.PlainDateTime): Generator<Temporal.PlainDateTime> {
  const unit = UNITS[rule.frequency];
  const base = beginOf(rule, start);
  const passed = base.until(from, { largestUnit: unit })[unit];
  for (let index = Math.max(0, Math.floor(passed / rule.interval)); ; index += 1) {
    yield base.add({ [unit]: index * rule.interval });
  }
}

/** When the period begins that a wall time falls into. */
function beginOf({ frequency, weekStart }: RecurrenceRule, time: Temporal.PlainDateTime): Temporal.PlainDateTime {
  const midnight = time.with({ hour: 0, minute: 0, second: 0 });
  switch (frequency) {
    case 'YEARLY':
      return midnight.with({ month: 1, day: 1 });
    case 'MONTHLY':
      return midnight.with({ day: 1 });
    case 'WEEKLY':
      return midnight.subtract({ days: (time.dayOfWeek - weekStart + 7) % 7 });
    case 'DAILY':
      return midnight;
    case 'HOURLY':
      return time.with({ minute: 0, second: 0 });
    case 'MINUTELY':
      return time.with({ second: 0 });
    case 'SECONDLY':
      return time;
  }
}

/** Everything that a rule says of one period, in order; of that its positions choose. */
function timesInPeriod(
  { rule, start }: Recurrence,
  period: Temporal.PlainDateTime,
  budget: Budget,
): readonly Temporal.PlainDateTime[] {
  const full = withDefaults(rule, start);
  const times = timesOfDay(full, start, period);
  const dates = datesIn(full, period, budget).filter((date) => matchesRule(full, date));
  budget.spend(dates.length * times.length);
  const all = dates.flatMap((date) => times.map((time) => date.toPlainDateTime(time)));
  const { positions } = rule;
  if (positions.length === 0) return all;
  return all.filter((_, index) => positions.includes(index + 1) || positions.includes(index - all.length));
}

/** What a rule leaves open its first occurrence says: "FREQ=YEARLY;BYMONTH=1" means its day of the month, and its time. */
function withDefaults(rule: RecurrenceRule, { month, day, dayOfWeek }: Temporal.PlainDateTime): RecurrenceRule {
  const { frequency, weeks, yearDays, monthDays, weekdays, months } = rule;
  if (yearDays.length + monthDays.length + weekdays.length > 0) return rule;
  const weekday = { weekday: dayOfWeek as Weekday, nth: undefined };
  if (frequency === 'WEEKLY' || weeks.length > 0) return { ...rule, weekdays: [weekday] };
  if (frequency === 'MONTHLY') return { ...rule, monthDays: [day] };
  return frequency === 'YEARLY' ? { ...rule, months: months.length > 0 ? months : [month], monthDays: [day] } : rule;
}

/** The dates of a period, as far as the rule may match them. */
function datesIn(
  { frequency, months }: RecurrenceRule,
  period: Temporal.PlainDateTime,
  budget: Budget,
): readonly Temporal.PlainDate[] {
  const date = period.toPlainDate();
  const dates =
    frequency === 'YEARLY'
      ? (months.length > 0 ? months : ALL_MONTHS).flatMap((month) => daysFrom(date.with({ month, day: 1 })))
      : frequency === 'MONTHLY'
        ? daysFrom(date)
        : Array.from({ length: frequency === 'WEEKLY' ? 7 : 1 }, (_, days) => date.add({ days }));
  budget.spend(dates.length);
  return dates;
}

const ALL_MONTHS = Array.from({ length: 12 }, (_, index) => index + 1);

/** The days of a month from its first on. */
function daysFrom(first: Temporal.PlainDate): readonly Temporal.PlainDate[] {
  return Array.from({ length: first.daysInMonth }, (_, index) => first.with({ day: index + 1 }));
}

/** The times that a rule has on each date of a period, in order. */
function timesOfDay(
  { frequency, hours, minutes, seconds }: RecurrenceRule,
  start: Temporal.PlainDateTime,
  period: Temporal.PlainDateTime,
): readonly Temporal.PlainTime[] {
  const [hour, minute, second] = [
    isWithin(frequency, 'HOURLY') ? narrowed(hours, period.hour) : expanded(hours, start.hour),
    isWithin(frequency, 'MINUTELY') ? narrowed(minutes, period.minute) : expanded(minutes, start.minute),
    isWithin(frequency, 'SECONDLY') ? narrowed(seconds, period.second) : expanded(seconds, start.second),
  ];
  return hour.flatMap((h) => minute.flatMap((m) => second.map((s) => new Temporal.PlainTime(h, m, Math.min(s, 59)))));
}

/** Is the period of a frequency as short as that of another, or shorter? */
function isWithin(frequency: Frequency, other: Frequency): boolean {
  const order = Object.keys(UNITS);
  return order.indexOf(frequency) <= order.indexOf(other);
}

function narrowed(numbers: readonly number[], own: number): readonly number[] {
  return numbers.length === 0 || numbers.includes(own) ? [own] : [];
}

function expanded(numbers: readonly number[], own: number): readonly number[] {
  return numbers.length === 0 ? [own] : numbers;
}

function isBefore(a: Temporal.PlainDateTime, b: Temporal.PlainDateTime): boolean {
  return Temporal.PlainDateTime.compare(a, b) < 0;
}
