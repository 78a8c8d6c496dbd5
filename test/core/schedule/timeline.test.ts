import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Schedule } from '../../../src/core/schedule/schedule.ts';
import { edgeAfter, segmentAt, timelineAt, timelineOf } from '../../../src/core/schedule/timeline.ts';
import { anyZone, aroundClockChange, schedule, zone } from '../../support/arbitraries.ts';
import { aCapacity, aSchedule, aWindow, NOON } from '../../support/builders.ts';
import { slowlyAt } from '../../support/slow-layout.ts';

const OFFICE = aSchedule({
  timeZone: 'Europe/Berlin',
  windows: [aWindow('MON-FRI 08:00-18:30', aCapacity(4)), aWindow('FRI 22:00-06:00', aCapacity(2))],
});

describe('timelineOf', () => {
  it('lays windows out in order, each edge once', () => {
    const { segments } = timelineOf(
      OFFICE,
      Temporal.Instant.from('2026-03-06T00:00:00Z'),
      Temporal.Instant.from('2026-03-08T00:00:00Z'),
    );
    expect(segments.map(({ from, until, open }) => `${from} ${until} ${open.map(({ name }) => name)}`)).toEqual([
      '2026-03-06T00:00:00Z 2026-03-06T07:00:00Z ',
      '2026-03-06T07:00:00Z 2026-03-06T17:30:00Z MON-FRI 08:00-18:30',
      '2026-03-06T17:30:00Z 2026-03-06T21:00:00Z ',
      '2026-03-06T21:00:00Z 2026-03-07T05:00:00Z FRI 22:00-06:00',
      '2026-03-07T05:00:00Z 2026-03-08T00:00:00Z ',
    ]);
  });

  it('knows a window that opened before it begins', () => {
    const { segments } = timelineOf(
      OFFICE,
      Temporal.Instant.from('2026-03-07T02:00:00Z'),
      Temporal.Instant.from('2026-03-07T03:00:00Z'),
    );
    expect(segments.map(({ open }) => open.map(({ name }) => name))).toEqual([['FRI 22:00-06:00']]);
  });

  it('knows a window that opened two dates before, because Samoa never had the date between', () => {
    const windows = [aWindow('THU 22:00-06:00', aCapacity(1))];
    // It opens on the 29th and closes at 06:00 of the 30th, which is 06:00 of the 31st.
    const at = Temporal.Instant.from('2011-12-30T12:00:00Z');
    const timeline = timelineAt(aSchedule({ timeZone: 'Pacific/Apia', windows }), at);
    expect(at.toZonedDateTimeISO('Pacific/Apia').toPlainDateTime().toString()).toBe('2011-12-31T02:00:00');
    expect(segmentAt(timeline, at).open).toEqual(windows);
  });

  it.each(['1880-03-02', '2026-03-02'])(
    'ends before an edge that falls on its end, also before 1970: on %s',
    (date) => {
      const windows = [aWindow('MON-SUN 08:00-12:00', aCapacity(1))];
      const noon = Temporal.Instant.from(`${date}T12:00:00Z`);
      const edges = (until: Temporal.Instant) =>
        timelineOf(aSchedule({ windows }), noon.subtract({ hours: 1 }), until).segments.map(({ from }) => `${from}`);
      expect(edges(noon)).toEqual([`${date}T11:00:00Z`]);
      expect(edges(noon.add({ nanoseconds: 1 }))).toEqual([`${date}T11:00:00Z`, `${date}T12:00:00Z`]);
    },
  );

  it.each([
    // At 00:01 on 2010-11-07 the clocks of St John's went back to 23:01: the window of the 7th was open for a minute already.
    ['America/St_Johns', '2010-11-07T02:45:00Z'],
    // 1867-10-19 15:12 became 1867-10-18 15:12 when Alaska was sold.
    ['America/Yakutat', '1867-10-19T02:00:00Z'],
  ])('knows in %s that a window of the next date has opened before the clocks went back', (timeZone, at) => {
    const windows = [aWindow('MON-SUN 00:00-01:00', aCapacity(1))];
    const asked = aSchedule({ timeZone, windows });
    const instant = Temporal.Instant.from(at);
    expect(slowlyAt(asked, instant).open).toHaveLength(1);
    expect(segmentAt(timelineOf(asked, instant, instant.add({ minutes: 1 })), instant).open).toHaveLength(1);
  });

  it('is nothing between an instant and itself, or one before it', () => {
    expect(timelineOf(OFFICE, NOON, NOON).segments).toEqual([]);
    expect(timelineOf(OFFICE, NOON, NOON.subtract({ hours: 1 })).segments).toEqual([]);
  });

  it('has no gap, no overlap and no empty segment', () => {
    const days = fc.integer({ min: 0, max: 365 * 12 });
    fc.assert(
      fc.property(schedule(), days, (anySchedule, day) => {
        const from = Temporal.Instant.from('2016-01-01T00:00:00Z').add({ hours: 24 * day });
        const until = from.add({ hours: 24 * 4 });
        const { segments } = timelineOf(anySchedule, from, until);
        expect(segments.at(0)?.from.equals(from)).toBe(true);
        expect(segments.at(-1)?.until.equals(until)).toBe(true);
        for (const [index, segment] of segments.entries()) {
          expect(Temporal.Instant.compare(segment.from, segment.until)).toBe(-1);
          const next = segments[index + 1];
          if (next !== undefined) expect(next.from.equals(segment.until)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** The windows and exceptions of a schedule moved by days, so that they lie around another date. */
function movedBy(days: number, { windows, exceptions, validFrom, validUntil, ...schedule }: Schedule): Schedule {
  const moved = (date: Temporal.PlainDate) => date.add({ days });
  return {
    ...schedule,
    windows: windows.map((window) => ({
      ...window,
      recurrence:
        window.recurrence.kind === 'date'
          ? { ...window.recurrence, date: moved(window.recurrence.date) }
          : window.recurrence,
    })),
    exceptions: exceptions.map((exception) =>
      exception.kind === 'dates' ? { ...exception, from: moved(exception.from), to: moved(exception.to) } : exception,
    ),
    validFrom: validFrom && moved(validFrom),
    validUntil: validUntil && moved(validUntil),
  };
}

describe('at any instant of any zone, near a clock change most often', () => {
  it('a timeline says what is worked out slowly, date by date', () => {
    const ownZone = fc.option(fc.oneof(zone(), anyZone()), { nil: undefined });
    fc.assert(
      fc.property(schedule(), aroundClockChange(), ownZone, (drawn, { timeZone, instant }, other) => {
        const days = NOON.until(instant, { largestUnit: 'hours' }).hours / 24;
        const { windows, ...rest } = movedBy(Math.round(days), { ...drawn, timeZone });
        const asked = {
          ...rest,
          windows: windows.map((window, index) => (index > 0 ? window : { ...window, timeZone: other })),
        };
        const timeline = timelineOf(asked, instant, instant.add({ hours: 40 }));
        const instants = timeline.segments.flatMap(({ from, until }) => [from, until.subtract({ nanoseconds: 1 })]);
        for (const at of instants) {
          const { open, exceptions, valid } = segmentAt(timeline, at);
          expect({ at: `${at}`, open, exceptions, valid }).toEqual({ at: `${at}`, ...slowlyAt(asked, at) });
        }
      }),
      { numRuns: 400 },
    );
  });

  it('a timeline of one instant says the same as one of days around it', () => {
    fc.assert(
      fc.property(schedule(), aroundClockChange(), (drawn, { timeZone, instant }) => {
        const asked = { ...drawn, timeZone };
        const long = timelineOf(asked, instant.subtract({ hours: 50 }), instant.add({ hours: 50 }));
        const { open, exceptions, valid } = segmentAt(long, instant);
        expect(segmentAt(timelineAt(asked, instant), instant)).toMatchObject({ open, exceptions, valid });
      }),
    );
  });
});

describe('edgeAfter', () => {
  it('is the first edge after an instant, that of any segment but the first', () => {
    fc.assert(
      fc.property(schedule(), fc.integer({ min: -60, max: 60 }), (drawn, hours) => {
        const timeline = timelineOf(drawn, NOON.subtract({ hours: 48 }), NOON.add({ hours: 48 }));
        const after = NOON.add({ hours });
        const edges = timeline.segments.slice(1).map(({ from }) => from);
        expect(edgeAfter(timeline, after)).toEqual(edges.find((edge) => Temporal.Instant.compare(edge, after) > 0));
      }),
    );
  });
});

describe('segmentAt', () => {
  it('refuses an instant that the timeline was not laid out for', () => {
    const timeline = timelineOf(OFFICE, NOON, NOON.add({ hours: 1 }));
    expect(() => segmentAt(timeline, NOON.add({ hours: 2 }))).toThrow("The timeline of 'office-hours' does not reach");
  });

  it('counts an edge to the segment that it opens', () => {
    const edge = Temporal.Instant.from('2026-03-02T17:30:00Z');
    const timeline = timelineOf(OFFICE, NOON, NOON.add({ hours: 12 }));
    expect(segmentAt(timeline, edge).open).toEqual([]);
    expect(segmentAt(timeline, edge.subtract({ nanoseconds: 1 })).open).toHaveLength(1);
  });
});
