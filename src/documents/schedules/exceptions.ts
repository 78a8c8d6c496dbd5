import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { LONGEST_GLOB } from '../../core/glob.ts';
import { type ReadingBudget, readingBudgetOf } from '../../core/schedule/exception-spans.ts';
import type { CalendarException, DatesException, Exception } from '../../core/schedule/schedule.ts';
import { type StepBudget, StepsSpent } from '../../core/step-budget.ts';
import type { InputFault } from '../../core/text/input-fault.ts';
import { type CalendarUse, calendarException } from '../calendars/calendar-exception.ts';
import { CalendarFault } from '../calendars/calendar-fault.ts';
import { CalendarLayoutError } from '../calendars/calendar-layout-error.ts';
import { calendarName, calendarSource, EXPECTED_CALENDAR } from '../calendars/calendar-source.ts';
import type { EventPattern } from '../calendars/event-choice.ts';
import {
  CAPACITY,
  DATE,
  END_TIME,
  GLOB,
  NAME,
  TIME,
  TIME_ZONE,
  toTime as timeOf,
  toCapacity,
} from '../fields/fields.ts';
import type { Parsed } from '../fields/parsed.ts';
import type { CalendarsAtHand } from './calendars-at-hand.ts';
import { MOST_EXCEPTIONS } from './schedule-faults.ts';
import { CALENDAR_FORM, EXCEPTION_FORM } from './schedule-forms.ts';

const CALENDAR = z
  .string(EXPECTED_CALENDAR)
  .superRefine((said, context) => {
    const source = calendarSource(said);
    if (source.kind === 'fault') context.addIssue({ code: 'custom', message: source.fault });
  })
  .meta(CALENDAR_FORM);

const EXPECTED_PATTERN = `a text of at most ${LONGEST_GLOB} characters, or { "summary": "…", "categories": "…", "description": "…" }, is expected`;

const EVENT_PATTERN = z.union(
  [
    GLOB,
    z
      .strictObject({
        summary: GLOB.describe('All of the SUMMARY.').optional(),
        categories: GLOB.describe('One of the CATEGORIES.').optional(),
        description: GLOB.describe('All of the DESCRIPTION.').optional(),
      })
      .refine((pattern) => Object.values(pattern).some((one) => one !== undefined), EXPECTED_PATTERN)
      .meta({ minProperties: 1 }),
  ],
  EXPECTED_PATTERN,
);

/** Some days, or the events of a calendar, as people write them. */
export const EXCEPTION = z
  .strictObject(
    {
      name: NAME.describe('What reasons call it.').optional(),
      date: DATE.describe('The one date on which it applies.').optional(),
      from: DATE.describe('The first date on which it applies.').optional(),
      to: DATE.describe('The last date on which it applies.').optional(),
      fromTime: TIME.describe('The time on its first date from which it applies; by default midnight.').optional(),
      toTime: END_TIME.describe(
        'The time on its last date until which it applies; by default the end of the day. For a single date, a time that is not later than fromTime is on the next day.',
      ).optional(),
      nights: z
        .enum(['cut', 'whole'], '"cut" or "whole" is expected')
        .describe(
          'cut: it applies from its beginning to its end, also during a window. whole: a window that opened before it stays open to its end, and one that opens on its days does not open at all.',
        )
        .default('cut'),
      calendar: CALENDAR.describe(
        'The calendar on whose events it applies: an https address, the name of a file, or the text of an iCalendar.',
      ).optional(),
      match: EVENT_PATTERN.describe(
        'Only events like this count: by their SUMMARY, or by summary, categories and description; * matches any run of characters.',
      ).optional(),
      except: EVENT_PATTERN.describe('And of them none that is like this.').optional(),
      capacity: CAPACITY.describe('The capacity in place of that of the windows.'),
    },
    'an exception such as { "date": "2026-12-24", "capacity": { "max": 0 } } is expected',
  )
  .meta(EXCEPTION_FORM)
  .describe(
    'One date, or the first and the last of several, in the time zone of the schedule; or the events of a calendar.',
  );

type ExceptionDocument = z.infer<typeof EXCEPTION>;

/** Reads the exceptions of a schedule with valid members, and reports the calendars that cannot be used. */
export function readExceptions(
  {
    id,
    exceptions,
    timeZone,
  }: { readonly id: string; readonly exceptions: readonly ExceptionDocument[]; readonly timeZone: string },
  calendars: CalendarsAtHand,
  whole?: ReadingBudget,
): Parsed<readonly Exception[]> {
  const budget = readingBudgetOf({ id }, whole);
  const read = exceptions.map((exception, index) =>
    exception.calendar === undefined
      ? { value: toDates(exception) }
      : readCalendar(exception, { said: exception.calendar, timeZone, calendars, index, budget }),
  );
  const faults = read.flatMap((one) => ('message' in one ? [one] : []));
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, value: read.flatMap((one) => ('value' in one ? [one.value] : [])) };
}

/** What chooses the events of a calendar, whatever else an exception has. */
const CHOICE = z.object({ calendar: CALENDAR, match: EVENT_PATTERN.optional(), except: EVENT_PATTERN.optional() });

/**
 * The calendars that cannot be used of a schedule with other faults, so that all are reported at once. Without a valid time
 * zone, they are read in UTC.
 */
export function calendarFaults(
  schedule: unknown,
  calendars: CalendarsAtHand,
  whole?: ReadingBudget,
): readonly InputFault[] {
  const { id, timeZone, exceptions } = Object(schedule) as Readonly<Record<string, unknown>>;
  const zone = TIME_ZONE.safeParse(timeZone).data ?? 'UTC';
  const budget = readingBudgetOf({ id: String(id) }, whole);
  return (Array.isArray(exceptions) ? exceptions.slice(0, MOST_EXCEPTIONS) : []).flatMap((exception, index) => {
    const choice = CHOICE.safeParse(exception).data;
    if (choice === undefined) return [];
    const place = { said: choice.calendar, timeZone: zone, calendars, index, budget };
    const read = readCalendar({ ...choice, nights: 'cut', capacity: { min: 0 } }, place);
    return 'message' in read ? [read] : [];
  });
}

interface CalendarPlace {
  readonly said: string;
  readonly timeZone: string;
  readonly calendars: CalendarsAtHand;
  readonly index: number;
  /** Shared by all calendars of the schedule. */
  readonly budget: ReadingBudget;
}

/** A calendar must be usable in this span; decisions look less far ahead. */
const REACH = { before: { hours: 24 }, after: { hours: 60 * 24 } };

function readCalendar(
  exception: ExceptionDocument,
  { said, timeZone, calendars, index, budget }: CalendarPlace,
): InputFault | { readonly value: Exception } {
  const path = `$.exceptions[${index}].calendar`;
  const source = calendarSource(said);
  if (source.kind === 'fault') return { path, message: source.fault };
  const reading = calendars.of(said);
  if (!reading.ok) return { path, message: reading.fault };
  const of = (text: string, note: string | undefined, steps: StepBudget) => {
    const use = { text, note, name: exception.name ?? calendarName(source), timeZone };
    const value = toCalendar(exception, { ...use, isReadWhole: calendars.at === undefined, budget: steps });
    if (calendars.at !== undefined)
      value.eventsBetween(calendars.at.subtract(REACH.before), calendars.at.add(REACH.after), steps);
    return { value };
  };
  // If some events of a newer text cannot be read, an exception that does not choose them can still use it.
  const later = reading.newer;
  const newer = later && faultOr(path, () => of(later.text, later.note, budget.newer));
  return newer !== undefined && 'value' in newer
    ? newer
    : faultOr(path, () => of(reading.text, reading.note, budget.kept));
}

function faultOr<Value>(path: string, read: () => Value): InputFault | Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof CalendarFault) return { path, message: `the calendar cannot be used: ${error.message}` };
    if (error instanceof CalendarLayoutError || error instanceof StepsSpent) return { path, message: error.message };
    throw error;
  }
}

function toCalendar(
  { match, except, capacity, nights }: ExceptionDocument,
  { budget, ...use }: Omit<CalendarUse, 'choice' | 'capacity'> & { readonly budget: StepBudget },
): CalendarException {
  const choice = { match: toPattern(match), except: toPattern(except) };
  return { ...calendarException({ ...use, choice, capacity: toCapacity(capacity) }, budget), nights };
}

function toPattern(said: string | EventPattern | undefined): EventPattern | undefined {
  return typeof said === 'string' ? { summary: said } : said;
}

function toDates({ name, date, from, to, capacity, nights, fromTime, toTime }: ExceptionDocument): DatesException {
  const [first, last] = [date ?? from ?? '', date ?? to ?? ''];
  const shown = name ?? (first === last ? first : `${first} to ${last}`);
  return {
    kind: 'dates',
    from: Temporal.PlainDate.from(first),
    to: Temporal.PlainDate.from(last),
    capacity: toCapacity(capacity),
    name: shown,
    nights,
    fromTime: fromTime === undefined ? undefined : timeOf(fromTime),
    toTime: endTime(toTime),
  };
}

/** 24:00 is the end of the last day, as if no time were given. */
function endTime(time: string | undefined): Temporal.PlainTime | undefined {
  return time === undefined || time === '24:00' ? undefined : timeOf(time);
}
