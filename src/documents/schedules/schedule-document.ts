import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { remember } from '../../core/remember.ts';
import { dateMatcher } from '../../core/schedule/date-matcher.ts';
import type { Recurrence, Schedule, Window } from '../../core/schedule/schedule.ts';
import {
  AMOUNT,
  CAPACITY,
  DATE,
  DESCRIPTION,
  DOCUMENT_ID,
  EDITOR_SCHEMA,
  INSTANT,
  NAME,
  SPAN,
  TIME_ZONE,
  toCapacity,
  toSpan,
} from '../fields/fields.ts';
import { type Parsed, parseWith } from '../fields/parsed.ts';
import { type CalendarsAtHand, NO_CALENDARS } from './calendars-at-hand.ts';
import { cronTimes } from './cron.ts';
import { EXCEPTION, readExceptions } from './exceptions.ts';
import { expectationFaults } from './expectations.ts';
import { exceptionFaults, windowFaults } from './schedule-faults.ts';
import { CRON_FORM, DAYS_FORM, PRIORITY_FORM, WINDOW_FORM } from './schedule-forms.ts';

const TIME = z
  .string('a time of day is expected')
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'a time of day from 00:00 to 23:59 is expected, such as "08:30"');

const END_TIME = z
  .string('a time of day is expected')
  .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a time of day from 00:00 to 24:00 is expected, such as "18:30"');

const DAYS = z
  .string('a weekday is expected')
  .refine((text) => dateMatcher([text]) !== undefined, {
    message:
      'a weekday such as "MON", a range such as "MON-FRI", "MON#1", "FRI#L", or a day of the month such as "15" or "L" is expected',
  })
  .meta(DAYS_FORM);

const WINDOW = z
  .strictObject(
    {
      name: NAME,
      days: z
        .array(DAYS, 'a list of weekdays such as ["MON-FRI"] is expected')
        .min(1, 'at least one day is expected')
        .max(14, 'at most 14 days or ranges')
        .optional(),
      date: DATE.optional(),
      from: TIME.optional(),
      to: END_TIME.optional(),
      cron: z.string('a cron expression is expected').max(200, 'at most 200 characters').meta(CRON_FORM).optional(),
      duration: SPAN.optional(),
      timeZone: TIME_ZONE.optional(),
      capacity: CAPACITY.optional(),
      maintenance: SPAN.optional(),
      priority: z
        .custom<number>(isPriority, 'a whole number from -1000 to 1000 is expected')
        .meta(PRIORITY_FORM)
        .default(0),
    },
    'a window such as { "name": "weekdays", "days": ["MON-FRI"], "from": "08:00", "to": "18:30", "capacity": { "min": 2 } } is expected',
  )
  .meta(WINDOW_FORM);

const EXPECTATION = z.strictObject(
  { at: INSTANT, min: AMOUNT.optional(), max: AMOUNT.nullish() },
  'an expectation such as { "at": "2026-12-25T10:00:00+01:00", "min": 0, "max": 0 } is expected',
);

/** A schedule as people write it. */
export const SCHEDULE = z.strictObject(
  {
    $schema: EDITOR_SCHEMA,
    id: DOCUMENT_ID,
    description: DESCRIPTION,
    timeZone: TIME_ZONE,
    windows: z.array(WINDOW, 'a list of windows is expected').max(100, 'at most 100 windows'),
    outside: CAPACITY.default({ min: 0 }),
    exceptions: z.array(EXCEPTION, 'a list of exceptions is expected').max(400, 'at most 400 exceptions').default([]),
    validFrom: DATE.nullish(),
    validUntil: DATE.nullish(),
    expect: z.array(EXPECTATION, 'a list of expectations is expected').max(100, 'at most 100 expectations').default([]),
  },
  'a schedule is expected: an object with id, timeZone and windows',
);

export type ScheduleDocument = z.infer<typeof SCHEDULE>;

/**
 * Reads a schedule document to the end, with the calendars that it names, and says everything that is wrong with it, its own
 * expectations included.
 */
export function parseSchedule(value: unknown, calendars: CalendarsAtHand = NO_CALENDARS): Parsed<Schedule> {
  const parsed = parseMembers(value, calendars);
  if (!parsed.ok) return parsed;
  const { schedule, expect } = parsed.value;
  const unmet = expectationFaults(schedule, expect);
  return unmet.length > 0 ? { ok: false, faults: unmet } : { ok: true, value: schedule };
}

/**
 * Reads a schedule that was saved. Its expectations were met then; what a calendar says later, which may forget the past, does
 * not make a wrong schedule of it.
 */
export function parseSavedSchedule(value: unknown, calendars: CalendarsAtHand): Parsed<Schedule> {
  const parsed = parseMembers(value, calendars);
  return parsed.ok ? { ok: true, value: parsed.value.schedule } : parsed;
}

function parseMembers(
  value: unknown,
  calendars: CalendarsAtHand,
): Parsed<{ readonly schedule: Schedule; readonly expect: ScheduleDocument['expect'] }> {
  const parsed = parseWith(SCHEDULE, value);
  // What members say together is looked at also where one of them is wrong alone.
  const faults = [...(parsed.ok ? [] : parsed.faults), ...windowFaults(value), ...exceptionFaults(value)];
  if (!parsed.ok || faults.length > 0) return { ok: false, faults };
  const exceptions = readExceptions(parsed.value, calendars);
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
  const { name, capacity = { min: 0 }, maintenance, priority, timeZone } = window;
  return {
    name,
    recurrence: toRecurrence(window),
    capacity: toCapacity(capacity),
    maintenance: maintenance === undefined ? undefined : toSpan(maintenance),
    priority,
    timeZone,
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

/** Times of day that were checked, by their digits, each of the 1,441 made once; 24:00 is 00:00 of the next day. */
const toTime = remember(
  (time: string) => new Temporal.PlainTime(Number(time.slice(0, 2)) % 24, Number(time.slice(3))),
  1441,
);
