import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Schedule, Window } from '../../core/schedule/schedule.ts';
import { type Weekday, weekdaysIn } from '../../core/schedule/weekday.ts';
import type { Fault } from '../errors.ts';
import { CAPACITY, DESCRIPTION, DOCUMENT_ID, NAME, TIME_ZONE, toCapacity } from './fields.ts';
import { type Parsed, parseWith } from './parsed.ts';

const TIME = z
  .string('a time of day is expected')
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'a time of day from 00:00 to 23:59 is expected, such as "08:30"');

const END_TIME = z
  .string('a time of day is expected')
  .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a time of day from 00:00 to 24:00 is expected, such as "18:30"');

const DAYS = z.string('a weekday is expected').refine((text) => weekdaysIn(text) !== undefined, {
  message: 'a weekday such as "MON" or a range such as "MON-FRI" is expected',
});

const WINDOW = z.strictObject(
  {
    name: NAME,
    days: z
      .array(DAYS, 'a list of weekdays such as ["MON-FRI"] is expected')
      .min(1, 'at least one day is expected')
      .max(14, 'at most 14 days or ranges'),
    from: TIME,
    to: END_TIME,
    capacity: CAPACITY,
    priority: z.custom<number>(isPriority, 'a whole number from -1000 to 1000 is expected').default(0),
  },
  'a window such as { "name": "weekdays", "days": ["MON-FRI"], "from": "08:00", "to": "18:30", "capacity": { "min": 2 } } is expected',
);

/** A schedule as people write it. */
export const SCHEDULE = z.strictObject(
  {
    id: DOCUMENT_ID,
    description: DESCRIPTION,
    timeZone: TIME_ZONE,
    windows: z.array(WINDOW, 'a list of windows is expected').max(100, 'at most 100 windows'),
    outside: CAPACITY.default({ min: 0 }),
  },
  'a schedule is expected: an object with id, timeZone and windows',
);

/** Reads a schedule document to the end, and says everything that is wrong with it. */
export function parseSchedule(value: unknown): Parsed<Schedule> {
  const parsed = parseWith(SCHEDULE, value);
  // What members say together is looked at also where one of them is wrong alone.
  const faults = [...(parsed.ok ? [] : parsed.faults), ...windowFaults(value)];
  return parsed.ok && faults.length === 0 ? { ok: true, value: toSchedule(parsed.value) } : { ok: false, faults };
}

function windowFaults(schedule: unknown): readonly Fault[] {
  const { windows } = (schedule ?? {}) as { readonly windows?: unknown };
  if (!Array.isArray(windows)) return [];
  const members = windows.map((window) => (window ?? {}) as Readonly<Record<string, unknown>>);
  const firstOf = new Map<unknown, number>();
  for (const [index, { name }] of members.entries()) if (!firstOf.has(name)) firstOf.set(name, index);
  return members.flatMap(({ name, from, to }, index) => {
    const first = firstOf.get(name) ?? index;
    return [
      ...(typeof from === 'string' && from === to ? [{ path: `$.windows[${index}].to`, message: NEVER_OPEN }] : []),
      ...(typeof name === 'string' && first < index
        ? [{ path: `$.windows[${index}].name`, message: `window ${first} has this name too` }]
        : []),
    ];
  });
}

const NEVER_OPEN = 'a window does not close when it opens; for the whole day write "00:00" to "24:00"';

function isPriority(value: unknown): boolean {
  return Number.isInteger(value) && Math.abs(Number(value)) <= 1000;
}

function toSchedule({ id, timeZone, windows, outside }: z.infer<typeof SCHEDULE>): Schedule {
  return { id, timeZone, windows: windows.map(toWindow), outside: toCapacity(outside) };
}

function toWindow({ name, days, from, to, capacity, priority }: z.infer<typeof WINDOW>): Window {
  return {
    name,
    recurrence: {
      kind: 'weekly',
      days: new Set<Weekday>(days.flatMap((range) => weekdaysIn(range) ?? [])),
      from: Temporal.PlainTime.from(from),
      to: Temporal.PlainTime.from(to === '24:00' ? '00:00' : to),
    },
    capacity: toCapacity(capacity),
    priority,
  };
}
