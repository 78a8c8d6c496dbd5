import { type Weekday, weekdayNumber } from '../../core/schedule/weekday.ts';
import { CalendarFault } from './calendar-fault.ts';
import { isoOf } from './wall-time.ts';

const FREQUENCIES = ['SECONDLY', 'MINUTELY', 'HOURLY', 'DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;

export type Frequency = (typeof FREQUENCIES)[number];

/**
 * A recurrence rule (https://datatracker.ietf.org/doc/html/rfc5545#section-3.3.10). A part that does not restrict it is
 * empty.
 */
export interface RecurrenceRule {
  readonly frequency: Frequency;
  readonly interval: number;
  readonly count: number | undefined;
  /** The last moment, as a date, a time, or a time in UTC: `2026-12-24`, `2026-12-24T10:00:00`, `2026-12-24T10:00:00Z`. */
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

/** A weekday, or the nth one of a month or year; a negative number counts from the end. */
export interface RuleWeekday {
  readonly weekday: Weekday;
  readonly nth: number | undefined;
}

/** The numbers that a part of a rule accepts; with `fromEnd` also negative ones, which count from the end. */
interface Range {
  readonly from: number;
  readonly to: number;
  readonly fromEnd: boolean;
}

const RANGES = {
  BYMONTH: { from: 1, to: 12, fromEnd: false },
  BYWEEKNO: { from: 1, to: 53, fromEnd: true },
  BYYEARDAY: { from: 1, to: 366, fromEnd: true },
  BYMONTHDAY: { from: 1, to: 31, fromEnd: true },
  BYHOUR: { from: 0, to: 23, fromEnd: false },
  BYMINUTE: { from: 0, to: 59, fromEnd: false },
  BYSECOND: { from: 0, to: 60, fromEnd: false },
  BYSETPOS: { from: 1, to: 366, fromEnd: true },
} as const satisfies Record<string, Range>;

const OTHERS = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'WKST'];

type Parts = ReadonlyMap<string, string>;

/**
 * Parses a rule as a calendar writes it, such as `FREQ=WEEKLY;BYDAY=MO`. Empty parts are skipped: Google Calendar ends rules
 * with a semicolon.
 * @throws CalendarFault if it is invalid, or has unsupported parts
 */
export function readRule(text: string): RecurrenceRule {
  const parts = partsOf(text);
  const frequency = FREQUENCIES.find((one) => one === parts.get('FREQ'));
  if (frequency === undefined) throw new CalendarFault(whyNoFrequency(parts.get('FREQ')));
  const rule: RecurrenceRule = {
    frequency,
    interval: intervalOf(parts.get('INTERVAL')),
    count: countOf(parts.get('COUNT')),
    until: untilOf(parts.get('UNTIL')),
    months: numbers(parts, 'BYMONTH'),
    weeks: numbers(parts, 'BYWEEKNO'),
    yearDays: numbers(parts, 'BYYEARDAY'),
    monthDays: numbers(parts, 'BYMONTHDAY'),
    weekdays: [...new Set(listOf(parts.get('BYDAY')))].map(toWeekday),
    hours: numbers(parts, 'BYHOUR'),
    minutes: numbers(parts, 'BYMINUTE'),
    seconds: numbers(parts, 'BYSECOND'),
    positions: numbers(parts, 'BYSETPOS'),
    weekStart: weekStartOf(parts.get('WKST')),
  };
  requirePlaces(rule);
  return rule;
}

function partsOf(text: string): Parts {
  const parts = text.split(';').filter((part) => part.trim() !== '');
  return new Map(
    parts.map((part) => {
      const [name = '', ...value] = part.split('=');
      const known = name.trim().toUpperCase();
      if (value.length === 0 || !/^[A-Z-]+$/.test(known))
        throw new CalendarFault(`"${part}" in its rule is no part of a rule`);
      if (!(known in RANGES) && !OTHERS.includes(known))
        throw new CalendarFault(`${known} in a rule is not known here`);
      return [known, value.join('=').trim().toUpperCase()] as const;
    }),
  );
}

function whyNoFrequency(said: string | undefined): string {
  return said === undefined ? 'a rule has no FREQ' : `FREQ=${said} in its rule is not supported`;
}

/** "The BYDAY rule part MUST NOT be specified with a numeric value when the FREQ rule part is not set to MONTHLY or YEARLY" */
function requirePlaces({ frequency, weekdays, weeks }: RecurrenceRule): void {
  if (weekdays.every(({ nth }) => nth === undefined)) return;
  const hasPlaces = frequency === 'MONTHLY' || (frequency === 'YEARLY' && weeks.length === 0);
  if (!hasPlaces) throw new CalendarFault(`a weekday with a number makes no sense in a ${frequency} rule`);
}

function listOf(value: string | undefined): readonly string[] {
  return (value ?? '').split(',').filter((item) => item !== '');
}

function numbers(parts: Parts, name: keyof typeof RANGES): readonly number[] {
  const range: Range = RANGES[name];
  const found = listOf(parts.get(name)).map((item) => {
    const number = wholeNumber(name, item);
    const size = range.fromEnd ? Math.abs(number) : number;
    if (size >= range.from && size <= range.to) return number;
    const end = range.fromEnd ? `, or as negative numbers from the end,` : '';
    throw new CalendarFault(
      `${name}=${item} in its rule: numbers from ${range.from} to ${range.to}${end} are expected`,
    );
  });
  return [...new Set(found)].toSorted((a, b) => a - b);
}

function wholeNumber(name: string, text: string): number {
  if (!/^[+-]?\d{1,10}$/.test(text)) throw new CalendarFault(`${name}=${text} in its rule is no number`);
  return Number(text);
}

function toWeekday(text: string): RuleWeekday {
  const [, nth, name] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(text) ?? [];
  const weekday = WEEKDAYS.get(name ?? '');
  if (weekday === undefined) throw new CalendarFault(`BYDAY=${text} in its rule is no weekday`);
  const place = nth === undefined ? undefined : Number(nth);
  // "ordwk = 1*2DIGIT ;1 to 53"
  if (place === 0 || Math.abs(place ?? 1) > 53) throw new CalendarFault(`BYDAY=${text} in its rule is no weekday`);
  return { weekday, nth: place };
}

const WEEKDAYS: ReadonlyMap<string, Weekday | undefined> = new Map(
  ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'].map((name) => [name.slice(0, 2), weekdayNumber(name)]),
);

/** A longer interval exceeds the range of dates. */
const LONGEST_INTERVAL = 100_000;

function intervalOf(text: string | undefined): number {
  const interval = wholeNumber('INTERVAL', text || '1');
  if (interval > LONGEST_INTERVAL) throw new CalendarFault(`INTERVAL=${interval} in a rule is too long`);
  return Math.max(1, interval);
}

function countOf(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const count = wholeNumber('COUNT', text);
  if (count < 1) throw new CalendarFault(`COUNT=${text} in its rule is no number of times`);
  return count;
}

function untilOf(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  const iso = isoOf(text);
  if (iso === undefined) throw new CalendarFault(`UNTIL=${text} in its rule is no date or time`);
  return iso;
}

function weekStartOf(text: string | undefined): Weekday {
  const weekday = WEEKDAYS.get(text || 'MO');
  if (weekday === undefined) throw new CalendarFault(`WKST=${text} in its rule is no weekday`);
  return weekday;
}
