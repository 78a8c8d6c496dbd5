import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { dateMatcher } from '../../core/schedule/date-matcher.ts';
import type { ReadingBudget } from '../../core/schedule/exception-spans.ts';
import type { Recurrence, Schedule, Window } from '../../core/schedule/schedule.ts';
import {
  AMOUNT,
  CAPACITY,
  DATE,
  DESCRIPTION,
  DOCUMENT_ID,
  EDITOR_SCHEMA,
  END_TIME,
  INSTANT,
  NAME,
  SPAN,
  TIME,
  TIME_ZONE,
  toCapacity,
  toSpan,
  toTime,
} from '../fields/fields.ts';
import { type Parsed, parseWith } from '../fields/parsed.ts';
import { type CalendarsAtHand, NO_CALENDARS } from './calendars-at-hand.ts';
import { cronTimes } from './cron.ts';
import { calendarFaults, EXCEPTION, readExceptions } from './exceptions.ts';
import { expectationFaults } from './expectations.ts';
import { exceptionFaults, MOST_EXCEPTIONS, MOST_WINDOWS, windowFaults } from './schedule-faults.ts';
import { CRON_FORM, DAYS_FORM, PRIORITY_FORM, WINDOW_FORM } from './schedule-forms.ts';

const DAYS = z
  .string('a weekday is expected')
  .refine((text) => dateMatcher([text]) !== undefined, {
    message:
      'a weekday such as "MON", a range such as "MON-FRI", "MON#1", "FRI#L", or a day of the month such as "15" or "L" is expected',
  })
  .meta(DAYS_FORM);

const DAY_LIST = z
  .array(
    DAYS.describe(
      'Weekdays (MON, MON-FRI, FRI-MON), the first Monday of a month (MON#1), the last Friday (FRI#L), days of the month (1, 10-15, L for the last).',
    ),
    'a list of weekdays such as ["MON-FRI"] is expected',
  )
  .min(1, 'at least one day is expected')
  .max(14, 'at most 14 days or ranges');

const CRON = z.string('a cron expression is expected').max(200, 'at most 200 characters').meta(CRON_FORM);

const WINDOW = z
  .strictObject(
    {
      name: NAME.describe('What reasons call it; no other window of the schedule has this name.'),
      days: DAY_LIST.describe('The dates on which it opens: one that any of them names is enough.').optional(),
      date: DATE.describe(
        'The one date on which it opens. It overrides exceptions and all windows without a date.',
      ).optional(),
      from: TIME.describe(
        'The time of day at which it opens, such as "08:00". One that a clock change leaves out moves past it.',
      ).optional(),
      to: END_TIME.describe(
        'The time of day at which it closes; on the next day if it is not later than from. "24:00" is the end of the day.',
      ).optional(),
      cron: CRON.describe(
        'The times at which it opens: a cron expression of five fields, or six with seconds in front; at most 96 times a day.',
      ).optional(),
      duration: SPAN.describe(
        'How long it stays open after each time of its cron expression, such as "PT90M". If it opens again before that, it stays open.',
      ).optional(),
      timeZone: TIME_ZONE.describe('Its time zone, if it is not that of the schedule.').optional(),
      validFrom: DATE.describe('The first date on which it opens.').optional(),
      validUntil: DATE.describe('The last date on which it opens.').optional(),
      capacity: CAPACITY.describe('The capacity while it is open.').optional(),
      maintenance: SPAN.describe(
        'In place of a capacity: each node that was off is on once for this long, so that it installs the OS upgrade that it has missed.',
      ).optional(),
      priority: z
        .custom<number>(isPriority, 'a whole number from -1000 to 1000 is expected')
        .meta(PRIORITY_FORM)
        .describe('From -1000 to 1000. Among equals the largest min and the largest max count.')
        .default(0),
    },
    'a window such as { "name": "weekdays", "days": ["MON-FRI"], "from": "08:00", "to": "18:30", "capacity": { "min": 2 } } is expected',
  )
  .meta(WINDOW_FORM)
  .describe('Opens by days, date or cron; half open: it is closed at its end.');

const EXPECTATION = z
  .strictObject(
    {
      at: INSTANT.describe('A moment with its offset, such as "2026-12-25T10:00:00+01:00".'),
      min: AMOUNT.describe('The min that is required; not compared if missing.').optional(),
      max: AMOUNT.nullish().describe('The max that is required, null for no limit; not compared if missing.'),
    },
    'an expectation such as { "at": "2026-12-25T10:00:00+01:00", "min": 0, "max": 0 } is expected',
  )
  .describe('An instant, and the capacity that is required then.');

/** A schedule as people write it. */
export const SCHEDULE = z
  .strictObject(
    {
      $schema: EDITOR_SCHEMA,
      id: DOCUMENT_ID,
      description: DESCRIPTION,
      timeZone: TIME_ZONE.describe(
        'An IANA time zone such as "Europe/Berlin". No fixed offset: it would know no clock changes.',
      ),
      windows: z
        .array(WINDOW, 'a list of windows is expected')
        .max(MOST_WINDOWS, `at most ${MOST_WINDOWS} windows`)
        .describe(
          'Spans of wall time that return, or come once. Of those open at one moment the highest priority counts.',
        ),
      outside: CAPACITY.describe('The capacity while no window is open.').default({ min: 0 }),
      exceptions: z
        .array(EXCEPTION, 'a list of exceptions is expected')
        .max(MOST_EXCEPTIONS, `at most ${MOST_EXCEPTIONS} exceptions`)
        .describe('Days on which another capacity applies than that of the windows: holidays, shutdowns.')
        .default([]),
      validFrom: DATE.nullish().describe('The first date on which the schedule applies.'),
      validUntil: DATE.nullish().describe('The last date on which the schedule applies.'),
      expect: z
        .array(EXPECTATION, 'a list of expectations is expected')
        .max(100, 'at most 100 expectations')
        .describe(
          'The capacity that the schedule must require at some instants: checked when it is saved, so that it carries its own tests.',
        )
        .default([]),
    },
    'a schedule is expected: an object with id, timeZone and windows',
  )
  .describe('Windows in a time zone, with the capacity that pools need in them.');

export type ScheduleDocument = z.infer<typeof SCHEDULE>;

/** Parses a schedule document, with the calendars that it refers to, and reports all faults, including unmet expectations. */
export function parseSchedule(value: unknown, calendars: CalendarsAtHand = NO_CALENDARS): Parsed<Schedule> {
  const parsed = parseMembers(value, calendars);
  if (!parsed.ok) return parsed;
  const { schedule, expect } = parsed.value;
  const unmet = expectationFaults(schedule, expect);
  return unmet.length > 0 ? { ok: false, faults: unmet } : { ok: true, value: schedule };
}

/**
 * Parses a saved schedule. It does not check the expectations again: they were met when the schedule was saved, and a
 * calendar may drop past events later. `whole` is the budget for this schedule and those that are read with it.
 */
export function parseSavedSchedule(
  value: unknown,
  calendars: CalendarsAtHand,
  whole?: ReadingBudget,
): Parsed<Schedule> {
  const parsed = parseMembers(value, calendars, whole);
  return parsed.ok ? { ok: true, value: parsed.value.schedule } : parsed;
}

function parseMembers(
  value: unknown,
  calendars: CalendarsAtHand,
  whole?: ReadingBudget,
): Parsed<{ readonly schedule: Schedule; readonly expect: ScheduleDocument['expect'] }> {
  const parsed = parseWith(SCHEDULE, value);
  // Faults between members are reported even if a single member is invalid.
  const faults = [...(parsed.ok ? [] : parsed.faults), ...windowFaults(value), ...exceptionFaults(value)];
  if (!parsed.ok || faults.length > 0)
    return { ok: false, faults: [...faults, ...calendarFaults(value, calendars, whole)] };
  const exceptions = readExceptions(parsed.value, calendars, whole);
  if (!exceptions.ok) return exceptions;
  return { ok: true, value: { schedule: toSchedule(parsed.value, exceptions.value), expect: parsed.value.expect } };
}

function isPriority(value: unknown): boolean {
  return Number.isInteger(value) && Math.abs(Number(value)) <= 1000;
}

function toSchedule(
  { id, timeZone, windows, outside, validFrom, validUntil }: ScheduleDocument,
  exceptions: Schedule['exceptions'],
): Schedule {
  return {
    id,
    timeZone,
    windows: windows.map(toWindow),
    outside: toCapacity(outside),
    exceptions,
    validFrom: toDate(validFrom),
    validUntil: toDate(validUntil),
  };
}

function toWindow(window: ScheduleDocument['windows'][number]): Window {
  const { name, capacity = { min: 0 }, maintenance, priority, timeZone, validFrom, validUntil } = window;
  return {
    name,
    recurrence: toRecurrence(window),
    capacity: toCapacity(capacity),
    maintenance: maintenance === undefined ? undefined : toSpan(maintenance),
    priority,
    timeZone,
    validFrom: toDate(validFrom),
    validUntil: toDate(validUntil),
  };
}

function toRecurrence({ days, date, cron, duration, from, to }: ScheduleDocument['windows'][number]): Recurrence {
  if (cron !== undefined) return { kind: 'cron', cron, duration: toSpan(duration ?? 'PT0S'), timesOn: cronTimes(cron) };
  const times = { from: toTime(from ?? '00:00'), to: toTime(to ?? '00:00') };
  if (date !== undefined) return { kind: 'date', date: Temporal.PlainDate.from(date), ...times };
  const matcher = dateMatcher(days ?? []);
  if (matcher === undefined) throw new Error(`${days} was checked and names no dates.`);
  return { kind: 'days', days: matcher, ...times };
}

function toDate(date: string | null | undefined): Temporal.PlainDate | undefined {
  return date === null || date === undefined ? undefined : Temporal.PlainDate.from(date);
}
