import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { previewDays } from '../../../src/core/schedule/preview-days.ts';
import type { Schedule } from '../../../src/core/schedule/schedule.ts';
import { timelineOf } from '../../../src/core/schedule/timeline.ts';
import { schedule } from '../../support/arbitraries.ts';
import { aCapacity, aSchedule, aWindow } from '../../support/builders.ts';

function days(of: Schedule, from: string, until: string, poolSize = 10): readonly string[] {
  const timeline = timelineOf(of, Temporal.Instant.from(from), Temporal.Instant.from(until));
  return previewDays(timeline, poolSize).map(({ date, hours, nodeHours }) => `${date} ${hours} ${nodeHours}`);
}

describe('previewDays', () => {
  it('counts what each day of the zone has of a window, on both sides of midnight', () => {
    const late = aSchedule({ timeZone: 'Europe/Berlin', windows: [aWindow('MON 22:00-06:00', aCapacity(2))] });
    expect(days(late, '2026-03-01T23:00:00Z', '2026-03-04T23:00:00Z')).toEqual([
      '2026-03-02 24 4',
      '2026-03-03 24 12',
      '2026-03-04 24 0',
    ]);
  });

  it.each([
    // clocks put forward and back
    ['Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', ['2026-03-29 23 46']],
    ['Europe/Berlin', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', ['2026-10-25 25 50']],
    // by half an hour
    ['Australia/Lord_Howe', '2026-04-04T13:00:00Z', '2026-04-05T13:30:00Z', ['2026-04-05 24.5 49']],
    // a whole day left out
    ['Pacific/Apia', '2011-12-29T10:00:00Z', '2011-12-31T10:00:00Z', ['2011-12-29 24 48', '2011-12-31 24 48']],
    // a part of a day
    ['Etc/UTC', '2026-03-02T12:00:00Z', '2026-03-03T06:00:00Z', ['2026-03-02 12 24', '2026-03-03 6 12']],
    ['Etc/UTC', '2026-03-02T12:00:00Z', '2026-03-02T12:00:00Z', []],
  ])('has the hours of the days of %s from %s to %s', (timeZone, from, until, expected) => {
    expect(days(aSchedule({ timeZone, outside: aCapacity(2) }), from, until)).toEqual(expected);
  });

  it('splits the span without gaps: hours and node-hours of the parts are those of the whole', () => {
    const from = Temporal.Instant.from('2026-03-01T00:00:00Z');
    fc.assert(
      fc.property(schedule(), fc.integer({ min: 1, max: 24 * 9 }), fc.nat({ max: 20 }), (one, hours, nodes) => {
        const until = from.add({ hours });
        const all = previewDays(timelineOf(one, from, until), nodes);
        const always = previewDays(timelineOf({ ...one, windows: [], exceptions: [] }, from, until), nodes);
        expect(all.reduce((sum, day) => sum + day.hours, 0)).toBeCloseTo(hours, 6);
        expect(always.map(({ date }) => `${date}`)).toEqual(all.map(({ date }) => `${date}`));
        for (const day of all) expect(day.nodeHours).toBeLessThanOrEqual(day.hours * nodes + 1e-6);
      }),
    );
  });
});
