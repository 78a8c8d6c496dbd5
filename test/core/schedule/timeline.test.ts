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

describe('a window that opens again before it has closed', () => {
  const times = Array.from(
    { length: 96 },
    (_, quarter) => new Temporal.PlainTime(Math.floor(quarter / 4), 15 * (quarter % 4)),
  );
  const always = aWindow('MON 00:00-01:00', aCapacity(2), {
    name: 'always',
    recurrence: { kind: 'cron', cron: '*/15 * * * *', duration: Temporal.Duration.from('PT1H'), timesOn: () => times },
  });

  it('is open once, and has no edge', () => {
    const timeline = timelineOf(aSchedule({ windows: [always] }), NOON, NOON.add({ hours: 24 * 8 }));
    expect(timeline.segments.map(({ open }) => open)).toEqual([[always]]);
    expect(edgeAfter(timeline, NOON)).toBeUndefined();
  });

  it('has no edge either where the next day of a window joins on to the last', () => {
    const days = aWindow('MON-SUN 00:00-00:00', aCapacity(2));
    const timeline = timelineOf(aSchedule({ windows: [days] }), NOON, NOON.add({ hours: 24 * 8 }));
    expect(timeline.segments).toHaveLength(1);
  });
});

describe('an exception that takes whole nights', () => {
  const night = aWindow('MON-SUN 22:00-06:00', aCapacity(4), { name: 'night' });
  // 2026-03-06 is a Friday.
  const friday = {
    kind: 'dates' as const,
    from: Temporal.PlainDate.from('2026-03-06'),
    to: Temporal.PlainDate.from('2026-03-06'),
    capacity: aCapacity(0, 0),
    name: 'holiday',
  };
  const held = (nights: 'cut' | 'whole', windows = [night]) =>
    timelineOf(
      aSchedule({ windows, exceptions: [{ ...friday, nights }] }),
      Temporal.Instant.from('2026-03-05T12:00Z'),
      Temporal.Instant.from('2026-03-08T00:00Z'),
    )
      .segments.filter(({ exceptions }) => exceptions.length > 0)
      .map(({ from, until }) => `${from} ${until}`);

  it('leaves the night before alone and takes the one that begins on its day', () => {
    expect(held('cut').at(0)).toMatch(/^2026-03-06T00:00:00Z/);
    expect(held('cut').at(-1)).toMatch(/2026-03-07T00:00:00Z$/);
    expect(held('whole').at(0)).toMatch(/^2026-03-06T06:00:00Z/);
    expect(held('whole').at(-1)).toMatch(/2026-03-07T06:00:00Z$/);
  });

  it('gives way to a window that opens on the next day', () => {
    const early = aWindow('SAT 05:00-08:00', aCapacity(1), { name: 'early' });
    expect(held('whole', [night, early]).at(-1)).toMatch(/2026-03-07T05:00:00Z$/);
  });

  it('still holds when the layout begins after its days', () => {
    const exceptions = [{ ...friday, nights: 'whole' as const }];
    const at = Temporal.Instant.from('2026-03-07T03:00Z');
    expect(segmentAt(timelineAt(aSchedule({ windows: [night], exceptions }), at), at).exceptions).toHaveLength(1);
  });
});

describe('an exception with times', () => {
  it.each([
    ['14:00', undefined, '2026-12-24T13:00:00Z', '2026-12-24T23:00:00Z'],
    [undefined, '14:00', '2026-12-23T23:00:00Z', '2026-12-24T13:00:00Z'],
    ['22:00', '06:00', '2026-12-24T21:00:00Z', '2026-12-25T05:00:00Z'],
  ])('from %s to %s', (fromTime, toTime, opens, closes) => {
    const day = Temporal.PlainDate.from('2026-12-24');
    const time = (text: string | undefined) => (text === undefined ? undefined : Temporal.PlainTime.from(text));
    const exceptions = [
      {
        kind: 'dates' as const,
        from: day,
        to: day,
        fromTime: time(fromTime),
        toTime: time(toTime),
        capacity: aCapacity(0, 0),
        name: 'x',
      },
    ];
    const { segments } = timelineOf(
      aSchedule({ timeZone: 'Europe/Berlin', exceptions }),
      Temporal.Instant.from('2026-12-23T00:00Z'),
      Temporal.Instant.from('2026-12-27T00:00Z'),
    );
    const held = segments.filter((segment) => segment.exceptions.length > 0);
    expect(held.map(({ from, until }) => `${from} ${until}`)).toEqual([`${opens} ${closes}`]);
  });
});

describe('a window that is valid for some dates', () => {
  it('opens on them and on no others', () => {
    const validFrom = Temporal.PlainDate.from('2026-03-03');
    const validUntil = Temporal.PlainDate.from('2026-03-04');
    const windows = [aWindow('MON-SUN 08:00-12:00', aCapacity(1), { validFrom, validUntil })];
    const { segments } = timelineOf(aSchedule({ windows }), NOON, NOON.add({ hours: 24 * 7 }));
    expect(segments.filter(({ open }) => open.length > 0).map(({ from }) => `${from}`)).toEqual([
      '2026-03-03T08:00:00Z',
      '2026-03-04T08:00:00Z',
    ]);
  });
});

describe('laying out', () => {
  it('is stopped by its budget, with the schedule in the reason', () => {
    const often = Array.from(
      { length: 24 * 3600 },
      (_, second) => new Temporal.PlainTime(Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60),
    );
    const windows = Array.from({ length: 100 }, (_, index) =>
      aWindow('MON 00:00-01:00', aCapacity(2), {
        name: `${index}`,
        recurrence: { kind: 'cron', cron: 'x', duration: Temporal.Duration.from('PT0.5S'), timesOn: () => often },
      }),
    );
    expect(() => timelineOf(aSchedule({ windows }), NOON, NOON.add({ hours: 24 * 8 }))).toThrow(
      'laying out the schedule "office-hours" takes more than 1000000 steps',
    );
  });
});
