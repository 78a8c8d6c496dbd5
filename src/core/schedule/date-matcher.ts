import { remember } from '../remember.ts';
import type { CalendarDay } from '../time/calendar-day.ts';
import { type Weekday, weekdayNumber, weekdaysIn } from './weekday.ts';

/** An nth weekday of a month: the first Monday (`MON#1`), the last Friday (`FRI#L`). */
export interface NthWeekday {
  readonly weekday: Weekday;
  readonly nth: 1 | 2 | 3 | 4 | 5 | 'last';
}

/** Recurring dates: a date matches if any part matches. */
export interface DateMatcher {
  readonly weekdays: ReadonlySet<Weekday>;
  readonly nthWeekdays: readonly NthWeekday[];
  /** From 1 on; -1 is the last day of the month. */
  readonly monthDays: ReadonlySet<number>;
}

/** Does a date match? */
export function matchesDate(
  { weekdays, nthWeekdays, monthDays }: DateMatcher,
  date: Pick<CalendarDay, 'day' | 'dayOfWeek' | 'daysInMonth'>,
): boolean {
  const weekday = date.dayOfWeek as Weekday;
  if (weekdays.has(weekday) || monthDays.has(date.day)) return true;
  if (monthDays.has(-1) && date.day === date.daysInMonth) return true;
  return nthWeekdays.some((one) => one.weekday === weekday && isNth(one, date));
}

/**
 * A matcher for the dates of texts such as `MON-FRI`, `SAT`, `MON#1`, `FRI#L`, `15`, `1-5` or `L` (the last day of the month);
 * `undefined` if one of them is invalid.
 */
export function dateMatcher(texts: readonly string[]): DateMatcher | undefined {
  const [first = ''] = texts;
  // Most windows have one of a few texts, whose matchers are memoized.
  return texts.length === 1 && first.length <= LONGEST ? matcherOfText(first) : matcherOf(texts);
}

/** The length of `MON-FRI`, the longest valid text; longer ones are not memoized. */
const LONGEST = 7;
const matcherOfText = remember((text: string) => matcherOf([text]), 500);

function matcherOf(texts: readonly string[]): DateMatcher | undefined {
  const parts = texts.map(partOf);
  if (parts.includes(undefined)) return undefined;
  const known = parts.filter((part) => part !== undefined);
  return {
    weekdays: new Set(known.flatMap(({ weekdays = [] }) => weekdays)),
    nthWeekdays: known.flatMap(({ nthWeekdays = [] }) => nthWeekdays),
    monthDays: new Set(known.flatMap(({ monthDays = [] }) => monthDays)),
  };
}

interface Part {
  readonly weekdays?: readonly Weekday[];
  readonly nthWeekdays?: readonly NthWeekday[];
  readonly monthDays?: readonly number[];
}

function partOf(text: string): Part | undefined {
  // The most common form first.
  const weekdays = weekdaysIn(text);
  if (weekdays !== undefined) return { weekdays };
  if (/^L$/i.test(text)) return { monthDays: [-1] };
  const days = /^(\d{1,2})(?:-(\d{1,2}))?$/.exec(text);
  if (days !== null) return monthDaysPart(Number(days[1]), Number(days[2] ?? days[1]));
  const nth = /^([A-Z]{3})#([1-5]|L)$/i.exec(text);
  const weekday = weekdayNumber(nth?.[1] ?? '');
  const place = (nth?.[2]?.toUpperCase() === 'L' ? 'last' : Number(nth?.[2])) as NthWeekday['nth'];
  return weekday && { nthWeekdays: [{ weekday, nth: place }] };
}

function monthDaysPart(first: number, last: number): Part | undefined {
  if (first < 1 || last > 31 || last < first) return undefined;
  return { monthDays: Array.from({ length: last - first + 1 }, (_, offset) => first + offset) };
}

function isNth({ nth }: NthWeekday, { day, daysInMonth }: Pick<CalendarDay, 'day' | 'daysInMonth'>): boolean {
  return nth === 'last' ? day + 7 > daysInMonth : Math.ceil(day / 7) === nth;
}
