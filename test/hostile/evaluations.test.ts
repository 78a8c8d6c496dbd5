import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { readSavedSchedules } from '../../src/app/documents/read-schedule.ts';
import { readingBudget } from '../../src/core/schedule/exception-spans.ts';
import type { Schedule } from '../../src/core/schedule/schedule.ts';
import { EVALUATION_STEPS, evaluationBudget, timelinesOf } from '../../src/core/schedule/timeline.ts';
import { parseSavedSchedule, parseSchedule } from '../../src/documents/schedules/schedule-document.ts';
import { UNGUARDED } from '../../src/ports/attempts.ts';
import { aCalendar } from '../support/calendar-text.ts';

const FROM = Temporal.Instant.from('2026-03-02T00:00Z');

function times<Item>(count: number, make: (index: number) => Item): readonly Item[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** A schedule with a window every quarter of an hour, at a minute of its own. */
function fullSchedule(id: string): Schedule {
  const windows = times(5, (index) => ({
    name: `w${index}`,
    cron: `${index}-59/15 * * * *`,
    duration: 'PT14M',
    capacity: { min: 1 },
  }));
  const parsed = parseSchedule({ id, timeZone: 'Etc/UTC', windows });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
}

/** Series that count from long ago: each costs much, and is allowed. */
function costlyCalendar(index: number, events: number): string {
  return aCalendar(
    ...times(events, (event) => [
      'SUMMARY:x',
      `UID:${index}-${event}`,
      'DTSTART:19000101T080000Z',
      'DURATION:PT1H',
      'RRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=4;COUNT=1000',
    ]),
  );
}

const CHEAP = aCalendar(['SUMMARY:Closed', 'DTSTART;VALUE=DATE:20260303']);

function withCalendars(id: string, calendars: readonly string[]) {
  const exceptions = calendars.map((calendar) => ({ calendar, capacity: { max: 0 } }));
  return { id, timeZone: 'Etc/UTC', windows: [], exceptions };
}

/** Sources that have no calendars but those that stand in documents. */
const SOURCES = {
  attempts: UNGUARDED,
  clock: { now: () => Promise.resolve(FROM) },
  calendars: {
    read: (said: string) => Promise.resolve({ ok: true as const, text: said, note: undefined }),
    copies: () => Promise.resolve([]),
    sweep: () => Promise.resolve(0),
  },
};

describe('one evaluation', () => {
  it('lays out all schedules of a policy at the cost of one budget, and names the one that is too much', () => {
    const schedules = times(20, (index) => fullSchedule(`s${index}`));
    const budget = evaluationBudget();
    const ordinary = { from: FROM, until: FROM.add({ hours: 8 * 24 }), budget };
    expect(timelinesOf(schedules, ordinary)).toHaveLength(20);
    expect(budget.spent).toBeLessThan(EVALUATION_STEPS / 2);
    const far = { ...ordinary, until: FROM.add({ hours: 100 * 24 }), budget: evaluationBudget() };
    expect(() => timelinesOf(schedules, far)).toThrow(
      /^laying out the schedules of one evaluation takes more than 2000000 steps, up to the schedule "s\d+"$/,
    );
    expect(far.budget.spent).toBeLessThan(EVALUATION_STEPS + 100_000);
  });
});

describe('the calendars of all schedules together', () => {
  it('are read at the cost of one budget, which those that ask for little do not need', async () => {
    const hostile = times(20, (index) =>
      withCalendars(
        `h${index}`,
        times(3, (n) => costlyCalendar(index * 10 + n, 4)),
      ),
    );
    const values = [...hostile, withCalendars('cheap', [CHEAP])];
    const read = await readSavedSchedules(SOURCES, values);
    const faults = read.flatMap((one) => (one.ok ? [] : [one.faults[0]?.message]));
    expect(faults.length).toBeGreaterThan(5);
    expect(new Set(faults.map((fault) => fault?.replace(/"h\d+"/, '"h"')))).toContain(
      'reading the calendars of all schedules takes more than 4000000 steps',
    );
    expect(read.at(-1)?.ok).toBe(true);
  });

  it('leave enough for the last good copies, whatever newer texts cost', () => {
    const budget = readingBudget();
    const parsed = times(30, (index) =>
      parseSavedSchedule(
        withCalendars('s', ['https://calendars.example/a.ics']),
        {
          at: FROM,
          of: () => ({
            ok: true,
            text: costlyCalendar(0, 1),
            newer: { text: costlyCalendar(index + 100, 12), note: undefined },
            note: 'an older copy',
          }),
        },
        budget,
      ),
    );
    expect(parsed.filter(({ ok }) => !ok)).toEqual([]);
    expect(budget.newer.spent).toBeGreaterThan(budget.kept.spent);
  });
});
