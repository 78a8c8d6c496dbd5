import type { Weekday } from '../../core/schedule/weekday.ts';
import type { StepBudget } from '../../core/step-budget.ts';
import { calendarDay, dayNumberOf } from '../../core/time/calendar-day.ts';
import { DAY_MILLISECONDS, type DayNumber, dayOf, type WallMilliseconds } from '../../core/time/epoch.ts';
import { matchesRule } from './matching-dates.ts';
import type { Frequency, RecurrenceRule } from './recurrence-rule.ts';

/** A rule with the wall time of its first occurrence, in whose zone all of this is; and its last moment there. */
export interface Recurrence {
  readonly rule: RecurrenceRule;
  readonly start: WallMilliseconds;
  readonly until: WallMilliseconds | undefined;
}

/** Wall times from one on and up to another, both included. */
export interface WallSpan {
  readonly from: WallMilliseconds;
  readonly until: WallMilliseconds;
}

/**
 * The wall times of a rule in a span of wall time, in order. "The DTSTART property value defines the first instance" and
 * counts as one, whether the rule would come upon it or not.
 * @throws StepsSpent if that is more than the budget allows
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
  /** When the period with a number begins, every one of the rule's interval; that of the first occurrence is 0. */
  readonly beginOf: (index: number) => WallMilliseconds;
  /** The number of the last period that begins at or before a time, and is not before the first. */
  readonly indexAt: (time: WallMilliseconds) => number;
}

interface Entry {
  readonly index: number;
  /** How many occurrences may still come from there on. */
  readonly left: number;
}

/**
 * Where a rule is entered. One without COUNT is where it matters. One that counts is counted from its beginning, unless every
 * period has as many occurrences: then it is reckoned how many lie before.
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

/** Has every period of a rule as many occurrences? Not where it asks for dates that only some months or years have. */
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

/** The periods of a rule of months or years. */
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
  /** When it begins. */
  readonly period: WallMilliseconds;
}

/** Everything that a rule says of one period, in order; of that its positions choose. */
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

/** What a rule leaves open its first occurrence says: "FREQ=YEARLY;BYMONTH=1" means its day of the month, and its time. */
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

/** So many days from a first one on. */
interface Stretch {
  readonly first: DayNumber;
  readonly days: number;
}

/** The days of a period, as far as a rule may match them. */
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

/** Is the period of a frequency as short as that of another, or shorter? */
function isWithin(frequency: Frequency, other: Frequency): boolean {
  return ORDER.indexOf(frequency) <= ORDER.indexOf(other);
}

function narrowed(numbers: readonly number[], own: number): readonly number[] {
  return numbers.length === 0 || numbers.includes(own) ? [own] : [];
}

function expanded(numbers: readonly number[], own: number): readonly number[] {
  return numbers.length === 0 ? [own] : numbers;
}
