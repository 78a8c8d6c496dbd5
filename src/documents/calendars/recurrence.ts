import type { Weekday } from '../../core/schedule/weekday.ts';
import type { StepBudget } from '../../core/step-budget.ts';
import { calendarDay, dayNumberOf } from '../../core/time/calendar-day.ts';
import { DAY_MILLISECONDS, type DayNumber, dayOf, type WallMilliseconds } from '../../core/time/epoch.ts';
import { matchesRule } from './matching-dates.ts';
import type { Frequency, RecurrenceRule } from './recurrence-rule.ts';

/** A rule, with the wall times of its first occurrence and of its end, in the zone of the event. */
export interface Recurrence {
  readonly rule: RecurrenceRule;
  readonly start: WallMilliseconds;
  readonly until: WallMilliseconds | undefined;
}

/** The wall times from one to another, both included. */
export interface WallSpan {
  readonly from: WallMilliseconds;
  readonly until: WallMilliseconds;
}

/**
 * The wall times of a rule in a span of wall time, in order. "The DTSTART property value defines the first instance" and
 * counts as one, whether the rule matches it or not.
 * @throws StepsSpent if this takes more than the budget allows
 */
export function wallTimesBetween(
  recurrence: Recurrence,
  span: WallSpan,
  budget: StepBudget,
): readonly WallMilliseconds[] {
  const { start, until } = recurrence;
  const last = Math.min(span.until, until ?? span.until);
  return [start, ...timesAfterStart(recurrence, { from: span.from, until: last }, budget)].filter(
    (time) => span.from <= time && time <= last,
  );
}

function timesAfterStart(
  { rule: said, start }: Recurrence,
  span: WallSpan,
  budget: StepBudget,
): readonly WallMilliseconds[] {
  const rule = withDefaults(said, start);
  const periods = periodsOf(rule, start);
  const { index: entry, left } = entryOf({ rule, start, periods }, span, budget);
  const found: WallMilliseconds[] = [];
  for (let index = entry; left > found.length; index += 1) {
    const period = periods.beginOf(index);
    budget.spend();
    if (period > span.until || !Number.isFinite(period)) break;
    for (const time of timesInPeriod(rule, { start, period }, budget)) if (time > start) found.push(time);
  }
  return found.slice(0, left);
}

interface Periods {
  /** The start of a period by its number; that of the first occurrence is 0, and each next one is an interval later. */
  readonly beginOf: (index: number) => WallMilliseconds;
  /** The number of the last period that starts at or before a time; at least 0. */
  readonly indexAt: (time: WallMilliseconds) => number;
}

interface Entry {
  readonly index: number;
  /** The most occurrences from this period on. */
  readonly left: number;
}

/**
 * The period at which a rule is entered. Without COUNT, it is the first one that matters. With COUNT, occurrences are
 * counted from the first period on, unless every period has the same number of them: then the earlier ones are calculated.
 */
function entryOf(
  { rule, start, periods }: { readonly rule: RecurrenceRule; readonly start: number; readonly periods: Periods },
  { from }: WallSpan,
  budget: StepBudget,
): Entry {
  const index = from > start ? periods.indexAt(from) : 0;
  if (rule.count === undefined) return { index, left: Number.POSITIVE_INFINITY };
  const left = Math.max(0, rule.count - 1);
  if (index === 0 || !isEven(rule)) return { index: 0, left };
  const inPeriod = (which: number) => timesInPeriod(rule, { start, period: periods.beginOf(which) }, budget);
  const first = inPeriod(0).filter((time) => time > start).length;
  return { index, left: Math.max(0, left - first - (index - 1) * inPeriod(1).length) };
}

/**
 * Does every period of a rule have the same number of occurrences? Not if it selects dates that only some months or years
 * have.
 */
function isEven({ frequency, months, weeks, yearDays, monthDays, weekdays, hours, minutes, seconds }: RecurrenceRule) {
  if (months.length + weeks.length + yearDays.length + monthDays.length > 0) return false;
  if (frequency === 'WEEKLY') return true;
  if (weekdays.length > 0) return false;
  return frequency === 'DAILY' || (hours.length + minutes.length + seconds.length === 0 && frequency in UNITS);
}

const UNITS = { SECONDLY: 1000, MINUTELY: 60_000, HOURLY: 3_600_000, DAILY: DAY_MILLISECONDS } as const;

function periodsOf({ frequency, interval, weekStart }: RecurrenceRule, start: WallMilliseconds): Periods {
  if (frequency === 'YEARLY') return monthsOf(start, { months: 12, interval });
  if (frequency === 'MONTHLY') return monthsOf(start, { months: 1, interval });
  if (frequency === 'WEEKLY') {
    const fromWeekStart = (calendarDay(dayOf(start)).dayOfWeek - weekStart + 7) % 7;
    const base = (dayOf(start) - fromWeekStart) * DAY_MILLISECONDS;
    return evenPeriods(base, 7 * DAY_MILLISECONDS * interval);
  }
  const unit = UNITS[frequency];
  return evenPeriods(Math.floor(start / unit) * unit, unit * interval);
}

function evenPeriods(base: WallMilliseconds, length: number): Periods {
  return {
    beginOf: (index) => base + index * length,
    indexAt: (time) => Math.max(0, Math.floor((time - base) / length)),
  };
}

/** The periods of a monthly or yearly rule. */
function monthsOf(
  start: WallMilliseconds,
  { months, interval }: { readonly months: number; readonly interval: number },
): Periods {
  const monthAt = (time: WallMilliseconds) => {
    const { year, month } = calendarDay(dayOf(time));
    return Math.floor((year * 12 + month - 1) / months) * months;
  };
  const base = monthAt(start);
  const step = months * interval;
  return {
    beginOf: (index) => {
      const month = base + index * step;
      return dayNumberOf({ year: Math.floor(month / 12), month: (month % 12) + 1, day: 1 }) * DAY_MILLISECONDS;
    },
    indexAt: (time) => Math.max(0, Math.floor((monthAt(time) - base) / step)),
  };
}

interface Period {
  readonly start: WallMilliseconds;
  /** The start of the period. */
  readonly period: WallMilliseconds;
}

/** All times of a rule in one period, in order, reduced to its positions if it has any. */
function timesInPeriod(rule: RecurrenceRule, period: Period, budget: StepBudget): readonly WallMilliseconds[] {
  const times = timesOfDay(rule, period, budget);
  const dates = times.length === 0 ? [] : datesIn(rule, period, budget);
  budget.spend(dates.length * times.length);
  const all: WallMilliseconds[] = [];
  for (const date of dates) for (const time of times) all.push(date * DAY_MILLISECONDS + time);
  const { positions } = rule;
  if (positions.length === 0) return all;
  return all.filter((_, index) => positions.includes(index + 1) || positions.includes(index - all.length));
}

/** The first occurrence supplies the dates that a rule leaves open: "FREQ=YEARLY;BYMONTH=1" means its day of the month. */
function withDefaults(rule: RecurrenceRule, start: WallMilliseconds): RecurrenceRule {
  const { frequency, weeks, yearDays, monthDays, weekdays, months } = rule;
  if (yearDays.length + monthDays.length + weekdays.length > 0) return rule;
  const { month, day, dayOfWeek } = calendarDay(dayOf(start));
  const weekday = { weekday: dayOfWeek as Weekday, nth: undefined };
  if (frequency === 'WEEKLY' || weeks.length > 0) return { ...rule, weekdays: [weekday] };
  if (frequency === 'MONTHLY') return { ...rule, monthDays: [day] };
  return frequency === 'YEARLY' ? { ...rule, months: months.length > 0 ? months : [month], monthDays: [day] } : rule;
}

/** The dates of a period that a rule matches. */
function datesIn(rule: RecurrenceRule, { period }: Period, budget: StepBudget): readonly DayNumber[] {
  const dates: DayNumber[] = [];
  for (const { first, days } of stretchesIn(rule, dayOf(period))) {
    budget.spend(days);
    for (let date = first; date < first + days; date += 1) if (matchesRule(rule, date)) dates.push(date);
  }
  return dates;
}

/** A number of days from a first one on. */
interface Stretch {
  readonly first: DayNumber;
  readonly days: number;
}

/** The days of a period that a rule may match. */
function stretchesIn({ frequency, months }: RecurrenceRule, first: DayNumber): readonly Stretch[] {
  if (frequency === 'WEEKLY') return [{ first, days: 7 }];
  if (frequency === 'MONTHLY') return [{ first, days: calendarDay(first).daysInMonth }];
  if (frequency !== 'YEARLY') return [{ first, days: 1 }];
  const { year } = calendarDay(first);
  if (months.length === 0) return [{ first, days: dayNumberOf({ year: year + 1, month: 1, day: 1 }) - first }];
  return months.map((month) => {
    const begin = dayNumberOf({ year, month, day: 1 });
    return { first: begin, days: calendarDay(begin).daysInMonth };
  });
}

/** The times that a rule has on each date of a period, in order. */
function timesOfDay(
  { frequency, hours, minutes, seconds }: RecurrenceRule,
  { start, period }: Period,
  budget: StepBudget,
): readonly number[] {
  const [own, begin] = [clockOf(start), clockOf(period)];
  const hour = isWithin(frequency, 'HOURLY') ? narrowed(hours, begin.hour) : expanded(hours, own.hour);
  const minute = isWithin(frequency, 'MINUTELY') ? narrowed(minutes, begin.minute) : expanded(minutes, own.minute);
  const second = isWithin(frequency, 'SECONDLY') ? narrowed(seconds, begin.second) : expanded(seconds, own.second);
  budget.spend(hour.length * minute.length * second.length);
  return hour.flatMap((h) => minute.flatMap((m) => second.map((s) => ((h * 60 + m) * 60 + Math.min(s, 59)) * 1000)));
}

function clockOf(time: WallMilliseconds): { readonly hour: number; readonly minute: number; readonly second: number } {
  const seconds = Math.floor((time - dayOf(time) * DAY_MILLISECONDS) / 1000);
  return { hour: Math.floor(seconds / 3600), minute: Math.floor(seconds / 60) % 60, second: seconds % 60 };
}

const ORDER: readonly Frequency[] = ['SECONDLY', 'MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];

/** Is the period of a frequency at most as long as that of another? */
function isWithin(frequency: Frequency, other: Frequency): boolean {
  return ORDER.indexOf(frequency) <= ORDER.indexOf(other);
}

function narrowed(numbers: readonly number[], own: number): readonly number[] {
  return numbers.length === 0 || numbers.includes(own) ? [own] : [];
}

function expanded(numbers: readonly number[], own: number): readonly number[] {
  return numbers.length === 0 ? [own] : numbers;
}
