import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { segmentAt, timelineOf } from '../../../src/core/schedule/timeline.ts';
import { schedule } from '../../support/arbitraries.ts';
import { aCapacity, aSchedule, aWindow, NOON } from '../../support/builders.ts';

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
