import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { previewSchedule } from '../../../src/core/schedule/preview.ts';
import type { DatesException, Schedule } from '../../../src/core/schedule/schedule.ts';
import { timelineOf } from '../../../src/core/schedule/timeline.ts';
import { stepBudget } from '../../../src/core/step-budget.ts';
import { EVERY_EVENT } from '../../../src/documents/calendars/calendar.ts';
import { calendarException } from '../../../src/documents/calendars/calendar-exception.ts';
import { capacity, schedule, zone } from '../../support/arbitraries.ts';
import { NOON } from '../../support/builders.ts';
import { aCalendar } from '../../support/calendar-text.ts';

/** A date around some clock changes of 2026. */
function aDate(): fc.Arbitrary<Temporal.PlainDate> {
  const near = fc.constantFrom('2026-03-02', '2026-03-08', '2026-03-29', '2026-04-05', '2026-10-04', '2026-10-25');
  return fc
    .tuple(near, fc.integer({ min: -3, max: 3 }))
    .map(([date, days]) => Temporal.PlainDate.from(date).add({ days }));
}

function basic(date: Temporal.PlainDate): string {
  return date.toString().replaceAll('-', '');
}

/** The days of an exception as an event that lasts whole days, written in one of the ways to say so. */
function asCalendar({ from, to }: DatesException, way: 'end' | 'duration' | 'rule'): string {
  const days = from.until(to).days + 1;
  const begin = `DTSTART;VALUE=DATE:${basic(from)}`;
  if (way === 'end') return aCalendar([begin, `DTEND;VALUE=DATE:${basic(to.add({ days: 1 }))}`]);
  if (way === 'duration') return aCalendar([begin, `DURATION:P${days}D`]);
  return aCalendar([
    `DTSTART;VALUE=DATE:${basic(from.subtract({ days: 28 }))}`,
    `DURATION:P${days}D`,
    'RRULE:FREQ=WEEKLY;INTERVAL=4;COUNT=2',
  ]);
}

/** What a schedule says in a stretch of time, without what things are called. */
function saidBy(schedule: Schedule, from: Temporal.Instant, until: Temporal.Instant): unknown {
  const segments = timelineOf(schedule, from, until).segments.map(({ exceptions, ...segment }) => ({
    ...segment,
    exceptions: exceptions.map(({ capacity }) => capacity),
  }));
  const { edges, nodeHours } = previewSchedule(schedule, {
    from,
    until,
    poolSize: 10,
    budget: stepBudget(1e6, { what: 'a test' }),
  });
  const bare = edges.map(({ at, edge, capacity }) => `${at} ${edge} ${JSON.stringify(capacity)}`);
  return JSON.parse(JSON.stringify({ segments, nodeHours, edges: bare.toSorted() }));
}

describe('whole days of a calendar', () => {
  it('are laid out as an exception of the same dates', () => {
    const days = fc.record({ from: aDate(), length: fc.nat({ max: 3 }), capacity: capacity() });
    const ways = fc.constantFrom('end' as const, 'duration' as const);
    fc.assert(
      fc.property(schedule(), zone(), days, ways, (given, timeZone, { from, length, capacity: asked }, way) => {
        const dates: DatesException = {
          kind: 'dates',
          from,
          to: from.add({ days: length }),
          capacity: asked,
          name: 'x',
        };
        const calendar = calendarException({
          text: asCalendar(dates, way),
          note: undefined,
          isReadWhole: false,
          name: 'x',
          choice: EVERY_EVENT,
          capacity: asked,
          timeZone,
        });
        const base: Schedule = { ...given, timeZone, exceptions: [dates] };
        const other: Schedule = { ...base, exceptions: [calendar] };
        const start = from.toZonedDateTime('UTC').toInstant().subtract({ hours: 60 });
        const [begin, end] = [start, start.add({ hours: 24 * 9 })];
        expect(saidBy(other, begin, end)).toEqual(saidBy(base, begin, end));
      }),
    );
  });

  it('hold on the same instants whether a rule or a date says them', () => {
    const days = fc.record({ from: aDate(), length: fc.nat({ max: 3 }) });
    fc.assert(
      fc.property(zone(), days, (timeZone, { from, length }) => {
        const dates: DatesException = {
          kind: 'dates',
          from,
          to: from.add({ days: length }),
          capacity: { min: { kind: 'nodes', nodes: 0 }, max: undefined },
          name: 'x',
        };
        const spans = (['end', 'rule'] as const).map((way) => {
          const common = {
            note: undefined,
            isReadWhole: false,
            name: 'x',
            choice: EVERY_EVENT,
            capacity: dates.capacity,
            timeZone,
          };
          const start = from.toZonedDateTime(timeZone).toInstant();
          return calendarException({ ...common, text: asCalendar(dates, way) })
            .eventsBetween(start.add({ hours: 1 }), start.add({ hours: 23 }))
            .map(({ opens, closes }) => `${opens} ${closes}`);
        });
        expect(spans[1]).toEqual(spans[0]);
      }),
    );
  });

  it('chooses events by their summary', () => {
    const text = aCalendar(
      ['DTSTART;VALUE=DATE:20260302', 'SUMMARY:Holiday: Founders'],
      ['DTSTART;VALUE=DATE:20260303', 'SUMMARY:Birthday of Ada'],
      ['DTSTART;VALUE=DATE:20260304'],
    );
    const named = (match: string | undefined) =>
      calendarException({
        text,
        note: undefined,
        isReadWhole: true,
        name: 'c',
        choice: { match: match === undefined ? undefined : { summary: match }, except: undefined },
        capacity: { min: { kind: 'nodes', nodes: 0 }, max: undefined },
        timeZone: 'UTC',
      })
        .eventsBetween(NOON, NOON.add({ hours: 72 }))
        .map(({ name }) => name);
    expect(named(undefined)).toEqual(['Holiday: Founders (c)', 'Birthday of Ada (c)', 'c']);
    expect(named('holiday*')).toEqual(['Holiday: Founders (c)']);
    expect(named('*ada')).toEqual(['Birthday of Ada (c)']);
    expect(named('*day*o*')).toEqual(['Holiday: Founders (c)', 'Birthday of Ada (c)']);
    expect(named('day')).toEqual([]);
  });
});
