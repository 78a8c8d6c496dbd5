import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { DatesException, Exception } from '../../core/schedule/schedule.ts';
import type { InputFault } from '../../core/text/input-fault.ts';
import { calendarException } from '../calendars/calendar-exception.ts';
import { CalendarFault } from '../calendars/calendar-fault.ts';
import { CalendarLayoutError } from '../calendars/calendar-layout-error.ts';
import { calendarName, calendarSource, EXPECTED_CALENDAR } from '../calendars/calendar-source.ts';
import { CAPACITY, DATE, END_TIME, GLOB, NAME, TIME, toTime as timeOf, toCapacity } from '../fields/fields.ts';
import type { Parsed } from '../fields/parsed.ts';
import type { CalendarsAtHand } from './calendars-at-hand.ts';
import { CALENDAR_FORM, EXCEPTION_FORM } from './schedule-forms.ts';

const CALENDAR = z
  .string(EXPECTED_CALENDAR)
  .superRefine((said, context) => {
    const source = calendarSource(said);
    if (source.kind === 'fault') context.addIssue({ code: 'custom', message: source.fault });
  })
  .meta(CALENDAR_FORM);

/** Some days, or the events of a calendar, as people write them. */
export const EXCEPTION = z
  .strictObject(
    {
      name: NAME.describe('What reasons call it.').optional(),
      date: DATE.describe('The one date on which it holds.').optional(),
      from: DATE.describe('The first date on which it holds.').optional(),
      to: DATE.describe('The last date on which it holds.').optional(),
      fromTime: TIME.describe(
        'The time of its first date from which on it holds; from midnight without it.',
      ).optional(),
      toTime: END_TIME.describe(
        'The time of its last date until which it holds; to the end of the day without it. Of a single date a time that is not later than fromTime is on the next day.',
      ).optional(),
      nights: z
        .enum(['cut', 'whole'], '"cut" or "whole" is expected')
        .describe(
          'cut: it holds from its beginning to its end, in the middle of a window too. whole: a window that opened before it stays open to its end, and one that opens on its days does not open at all.',
        )
        .default('cut'),
      calendar: CALENDAR.describe(
        'On whose events it holds: an https address, the name of a file, or the text of an iCalendar.',
      ).optional(),
      match: GLOB.describe('Only events with this SUMMARY count; * stands for any run of characters.').optional(),
      capacity: CAPACITY.describe('What is asked for instead of the windows.'),
    },
    'an exception such as { "date": "2026-12-24", "capacity": { "max": 0 } } is expected',
  )
  .meta(EXCEPTION_FORM)
  .describe(
    'One date, or the first and the last of several, in the time zone of the schedule; or the events of a calendar.',
  );

type ExceptionDocument = z.infer<typeof EXCEPTION>;

/** Reads the exceptions of a schedule whose members have been checked, and says which calendars cannot be used. */
export function readExceptions(
  { exceptions, timeZone }: { readonly exceptions: readonly ExceptionDocument[]; readonly timeZone: string },
  calendars: CalendarsAtHand,
): Parsed<readonly Exception[]> {
  const read = exceptions.map((exception, index) =>
    exception.calendar === undefined
      ? { value: toDates(exception) }
      : readCalendar(exception, { said: exception.calendar, timeZone, calendars, index }),
  );
  const faults = read.flatMap((one) => ('message' in one ? [one] : []));
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, value: read.flatMap((one) => ('value' in one ? [one.value] : [])) };
}

interface CalendarPlace {
  readonly said: string;
  readonly timeZone: string;
  readonly calendars: CalendarsAtHand;
  readonly index: number;
}

/** So far ahead a calendar must be fit to be laid out: decisions look less far. */
const REACH = { before: { hours: 24 }, after: { hours: 60 * 24 } };

function readCalendar(
  { name, match, capacity, nights }: ExceptionDocument,
  { said, timeZone, calendars, index }: CalendarPlace,
): InputFault | { readonly value: Exception } {
  const path = `$.exceptions[${index}].calendar`;
  const source = calendarSource(said);
  if (source.kind === 'fault') return { path, message: source.fault };
  const reading = calendars.of(said);
  if (!reading.ok) return { path, message: reading.fault };
  const { text, note } = reading;
  const shown = name ?? calendarName(source);
  try {
    const use = { text, note, name: shown, match, capacity: toCapacity(capacity), timeZone };
    const value = { ...calendarException(use), nights };
    if (calendars.at !== undefined)
      value.eventsBetween(calendars.at.subtract(REACH.before), calendars.at.add(REACH.after));
    return { value };
  } catch (error) {
    if (error instanceof CalendarFault) return { path, message: `the calendar cannot be used: ${error.message}` };
    if (error instanceof CalendarLayoutError) return { path, message: error.message };
    throw error;
  }
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

/** 24:00 is the end of the last day, as without a time. */
function endTime(time: string | undefined): Temporal.PlainTime | undefined {
  return time === undefined || time === '24:00' ? undefined : timeOf(time);
}
