import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { previewSchedule, windowsThatNeverOpen } from '../../../src/core/schedule/preview.ts';
import type { Schedule } from '../../../src/core/schedule/schedule.ts';
import { aCapacity, aSchedule, aWindow } from '../../support/builders.ts';

function preview(schedule: Schedule, from: string, days: number, poolSize = 10) {
  const start = Temporal.PlainDate.from(from).toZonedDateTime(schedule.timeZone);
  return previewSchedule(schedule, { from: start.toInstant(), until: start.add({ days }).toInstant(), poolSize });
}

function edges(schedule: Schedule, from: string, days: number): readonly string[] {
  return preview(schedule, from, days).edges.map(({ at, window, edge }) => `${at} ${edge} ${window}`);
}

const OFFICE = aWindow('MON-FRI 08:00-18:30', aCapacity(2), { name: 'office' });
const BERLIN = aSchedule({ timeZone: 'Europe/Berlin', windows: [OFFICE], outside: aCapacity(0, 0) });

describe('previewSchedule', () => {
  it('shows each opening with its closing, in order of time', () => {
    const night = aWindow('SUN 02:30-06:00', aCapacity('50%'), { name: 'night' });
    expect(edges({ ...BERLIN, windows: [OFFICE, night] }, '2026-03-27', 4)).toEqual([
      '2026-03-27T07:00:00Z open office',
      '2026-03-27T17:30:00Z close office',
      // 02:30 is not there on the 29th
      '2026-03-29T01:30:00Z open night',
      '2026-03-29T04:00:00Z close night',
      '2026-03-30T06:00:00Z open office',
      '2026-03-30T16:30:00Z close office',
    ]);
  });

  it('closes before it opens at the same moment', () => {
    const windows = [
      aWindow('MON 08:00-12:00', aCapacity(1), { name: 'b' }),
      aWindow('MON 12:00-18:00', aCapacity(1), { name: 'a' }),
    ];
    expect(edges({ ...BERLIN, windows }, '2026-03-02', 1)).toEqual([
      '2026-03-02T07:00:00Z open b',
      '2026-03-02T11:00:00Z close b',
      '2026-03-02T11:00:00Z open a',
      '2026-03-02T17:00:00Z close a',
    ]);
  });

  it('leaves away what an exception stands above, and cuts what it cuts', () => {
    const exceptions = [
      {
        kind: 'dates' as const,
        from: Temporal.PlainDate.from('2026-03-03'),
        to: Temporal.PlainDate.from('2026-03-03'),
        capacity: aCapacity(0, 0),
        name: 'off',
      },
    ];
    const late = aWindow('MON 22:00-06:00', aCapacity(1), { name: 'late' });
    expect(
      edges({ ...BERLIN, windows: [OFFICE, late], exceptions }, '2026-03-02', 2).concat(
        edges({ ...BERLIN, windows: [], exceptions }, '2026-03-04', 1),
      ),
    ).toEqual([
      '2026-03-02T07:00:00Z open office',
      '2026-03-02T17:30:00Z close office',
      '2026-03-02T21:00:00Z open late',
      '2026-03-02T23:00:00Z close late',
      '2026-03-02T23:00:00Z open exception off',
      '2026-03-03T23:00:00Z close exception off',
    ]);
  });

  it('counts the node-hours of the minima, on the day that has 23 hours too', () => {
    const always = aSchedule({ timeZone: 'Europe/Berlin', outside: aCapacity('20%') });
    expect(preview(always, '2026-03-28', 1).nodeHours).toBe(48);
    expect(preview(always, '2026-03-29', 1).nodeHours).toBe(46);
    expect(preview(always, '2026-10-25', 1).nodeHours).toBe(50);
    expect(preview(BERLIN, '2026-03-02', 7).nodeHours).toBe(5 * 10.5 * 2);
  });

  it('names the clock changes of every zone', () => {
    const tokyo = aWindow('MON 08:00-12:00', aCapacity(1), { timeZone: 'America/New_York' });
    const changes = preview({ ...BERLIN, windows: [OFFICE, tokyo] }, '2026-03-01', 31).clockChanges;
    expect(changes.map(({ at, before, after, timeZone }) => `${at} ${before} ${after} ${timeZone}`)).toEqual([
      '2026-03-08T07:00:00Z -05:00 -04:00 America/New_York',
      '2026-03-29T01:00:00Z +01:00 +02:00 Europe/Berlin',
    ]);
  });
});

describe('windowsThatNeverOpen', () => {
  it('finds those that match no date, or none on which the schedule is valid', () => {
    const windows = [OFFICE, aWindow('31 08:00-09:00', aCapacity(1), { name: 'thirty-first' })];
    const from = Temporal.Instant.from('2026-02-01T00:00Z');
    expect(windowsThatNeverOpen({ ...BERLIN, windows }, from, from.add({ hours: 28 * 24 }))).toEqual(['thirty-first']);
    const over = { ...BERLIN, validUntil: Temporal.PlainDate.from('2026-01-15') };
    expect(windowsThatNeverOpen(over, from, from.add({ hours: 28 * 24 }))).toEqual(['office']);
  });
});
