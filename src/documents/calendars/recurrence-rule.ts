import { type Weekday, weekdayNumber } from '../../core/schedule/weekday.ts';
import { CalendarFault } from './calendar-fault.ts';

const FREQUENCIES = ['SECONDLY', 'MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;

export type Frequency = (typeof FREQUENCIES)[number];

/** A recurrence rule (https://datatracker.ietf.org/doc/html/rfc5545#section-3.3.10). What does not limit is empty. */
export interface RecurrenceRule {
  readonly frequency: Frequency;
  readonly interval: number;
  readonly count: number | undefined;
  /** The last moment, as jCal writes it: a date, a time, or a time in UTC. */
  readonly until: string | undefined;
  readonly months: readonly number[];
  readonly weeks: readonly number[];
  readonly yearDays: readonly number[];
  readonly monthDays: readonly number[];
  readonly weekdays: readonly RuleWeekday[];
  readonly hours: readonly number[];
  readonly minutes: readonly number[];
  readonly seconds: readonly number[];
  readonly positions: readonly number[];
  readonly weekStart: Weekday;
}

/** A weekday, or the nth of a month or year, from its end where negative. */
export interface RuleWeekday {
  readonly weekday: Weekday;
  readonly nth: number | undefined;
}

/** Reads a rule as jCal has it. @throws CalendarFault for one that is wrong, or has parts that are not known here */
export function readRule(value: unknown): RecurrenceRule {
  const parts = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(parts).find((name) => !KNOWN.has(name));
  if (unknown !== undefined) throw new CalendarFault(`${unknown.toUpperCase()} in a rule is not known here`);
  const frequency = FREQUENCIES.find((one) => one === parts['freq']);
  if (frequency === undefined) throw new CalendarFault('a rule has no FREQ');
  const rule = {
    frequency,
    interval: intervalOf(parts['interval'] ?? 1),
    count: parts['count'] === undefined ? undefined : wholeNumber(parts['count']),
    until: parts['until'] === undefined ? undefined : String(parts['until']),
    months: numbers(parts['bymonth']),
    weeks: numbers(parts['byweekno']),
    yearDays: numbers(parts['byyearday']),
    monthDays: numbers(parts['bymonthday']),
    weekdays: listOf(parts['byday']).map(toWeekday),
    hours: numbers(parts['byhour']),
    minutes: numbers(parts['byminute']),
    seconds: numbers(parts['bysecond']),
    positions: numbers(parts['bysetpos']),
    weekStart: weekStartOf(parts['wkst']),
  };
  requirePlaces(rule);
  return rule;
}

const KNOWN: ReadonlySet<string> = new Set(
  'freq interval count until bymonth byweekno byyearday bymonthday byday byhour byminute bysecond bysetpos wkst'.split(
    ' ',
  ),
);

/** "The BYDAY rule part MUST NOT be specified with a numeric value when the FREQ rule part is not set to MONTHLY or YEARLY" */
function requirePlaces({ frequency, weekdays, weeks }: RecurrenceRule): void {
  if (weekdays.every(({ nth }) => nth === undefined)) return;
  const hasPlaces = frequency === 'MONTHLY' || (frequency === 'YEARLY' && weeks.length === 0);
  if (!hasPlaces) throw new CalendarFault(`a weekday with a number makes no sense in a ${frequency} rule`);
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

function numbers(value: unknown): readonly number[] {
  return [...new Set(listOf(value).map(wholeNumber))].toSorted((a, b) => a - b);
}

function wholeNumber(value: unknown): number {
  const number = Number(value);
  if (!Number.isInteger(number)) throw new CalendarFault(`${String(value)} in a rule is no number`);
  return number;
}

function toWeekday(value: unknown): RuleWeekday {
  const [, nth, name] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(String(value)) ?? [];
  const weekday = WEEKDAYS.get(name ?? '');
  if (weekday === undefined) throw new CalendarFault(`${String(value)} in a rule is no weekday`);
  return { weekday, nth: nth === undefined ? undefined : Number(nth) };
}

const WEEKDAYS: ReadonlyMap<string, Weekday | undefined> = new Map(
  ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'].map((name) => [name.slice(0, 2), weekdayNumber(name)]),
);

/** Beyond that dates end. */
const LONGEST_INTERVAL = 100_000;

function intervalOf(value: unknown): number {
  const interval = wholeNumber(value);
  if (interval > LONGEST_INTERVAL) throw new CalendarFault(`INTERVAL=${interval} in a rule is too long`);
  return Math.max(1, interval);
}

/** ical.js numbers the days of the week from Sunday, 1, on; a week begins on Monday if nothing is said. */
function weekStartOf(value: unknown): Weekday {
  if (value === undefined) return 1;
  return (((wholeNumber(value) + 5) % 7) + 1) as Weekday;
}
