import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Schedule, Window } from '../../core/schedule/schedule.ts';
import { type Weekday, weekdaysIn } from '../../core/schedule/weekday.ts';
import { CAPACITY, DESCRIPTION, DOCUMENT_ID, TIME_ZONE, toCapacity } from './fields.ts';
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

const WINDOW = z
  .strictObject(
    {
      name: z.string('a name is expected').min(1, 'a name is expected').max(100, 'at most 100 characters'),
      days: z.array(DAYS, 'a list of weekdays such as ["MON-FRI"] is expected').min(1, 'at least one day is expected'),
      from: TIME,
      to: END_TIME,
      capacity: CAPACITY,
      priority: z.int('a whole number is expected').min(-1000).max(1000).default(0),
    },
    'a window such as { "name": "weekdays", "days": ["MON-FRI"], "from": "08:00", "to": "18:30", "capacity": { "min": 2 } } is expected',
  )
  .refine(({ from, to }) => from !== to, {
    path: ['to'],
    message: 'a window does not close when it opens; for the whole day write "00:00" to "24:00"',
  });

/** A schedule as people write it. */
export const SCHEDULE = z.strictObject(
  {
    id: DOCUMENT_ID,
    description: DESCRIPTION,
    timeZone: TIME_ZONE,
    windows: z
      .array(WINDOW, 'a list of windows is expected')
      .max(100, 'at most 100 windows')
      .superRefine((windows, context) => {
        for (const [index, { name }] of windows.entries()) {
          const first = windows.findIndex((other) => other.name === name);
          if (first < index)
            context.addIssue({ code: 'custom', path: [index, 'name'], message: `window ${first} has this name too` });
        }
      }),
    outside: CAPACITY.default({ min: 0 }),
  },
  'a schedule is expected: an object with id, timeZone and windows',
);

/** Reads a schedule document to the end, and says everything that is wrong with it. */
export function parseSchedule(value: unknown): Parsed<Schedule> {
  const parsed = parseWith(SCHEDULE, value);
  return parsed.ok ? { ok: true, value: toSchedule(parsed.value) } : parsed;
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
