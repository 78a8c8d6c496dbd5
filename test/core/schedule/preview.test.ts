import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { previewSchedule } from '../../../src/core/schedule/preview.ts';
import type { Schedule, Window } from '../../../src/core/schedule/schedule.ts';
import { stepBudget } from '../../../src/core/step-budget.ts';
import { aCapacity, aSchedule, aWindow } from '../../support/builders.ts';

function preview(schedule: Schedule, from: string, days: number, { poolSize = 10, steps = 1e6 } = {}) {
  const start = Temporal.PlainDate.from(from).toZonedDateTime(schedule.timeZone);
  const budget = stepBudget(steps, { what: 'a test' });
  return previewSchedule(schedule, {
    from: start.toInstant(),
    until: start.add({ days }).toInstant(),
    poolSize,
    budget,
  });
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

/** A window that a cron expression opens at each of some minutes of every hour. */
function repeated(name: string, minutes: readonly number[], duration: string): Window {
  const times = Array.from({ length: 24 }, (_, hour) => minutes.map((minute) => new Temporal.PlainTime(hour, minute)));
  const recurrence = {
    kind: 'cron' as const,
    cron: name,
    duration: Temporal.Duration.from(duration),
    timesOn: () => times.flat(),
  };
  return { name, recurrence, capacity: aCapacity(2), priority: 0 };
}

const QUARTERS = [0, 15, 30, 45];

describe('the preview of a window that opens again before it has closed', () => {
  it('has no edge where nothing changes', () => {
    const always = repeated('always', QUARTERS, 'PT1H');
    expect(edges({ ...BERLIN, windows: [always] }, '2026-03-27', 40)).toEqual([]);
    expect(preview({ ...BERLIN, windows: [always] }, '2026-03-02', 1).nodeHours).toBe(48);
  });

  it('keeps the edges where it closes', () => {
    expect(edges({ ...BERLIN, windows: [repeated('half', [0, 15], 'PT20M')] }, '2026-03-02', 1).slice(0, 4)).toEqual([
      '2026-03-01T23:00:00Z open half',
      '2026-03-01T23:35:00Z close half',
      '2026-03-02T00:00:00Z open half',
      '2026-03-02T00:35:00Z close half',
    ]);
  });
});

describe('a preview whose budget is used up', () => {
  const windows = [repeated('often', QUARTERS, 'PT14M')];

  it('ends at midnight of a day, and goes on from there as if it had not', () => {
    const first = preview({ ...BERLIN, windows }, '2026-03-02', 90, { steps: 10_000 });
    const next = first.until.toZonedDateTimeISO('Europe/Berlin');
    expect(next.toPlainTime().toString()).toBe('00:00:00');
    expect(first.days.length).toBeLessThan(90);
    const rest = preview({ ...BERLIN, windows }, next.toPlainDate().toString(), 90 - first.days.length);
    const all = preview({ ...BERLIN, windows }, '2026-03-02', 90);
    expect([...first.edges, ...rest.edges]).toEqual(all.edges);
    expect(first.nodeHours + rest.nodeHours).toBeCloseTo(all.nodeHours, 6);
  });

  it('ends with a whole day where a day begins at one, because its midnight is in a gap', () => {
    // In Cairo, 00:00 of 2026-04-24 is followed by 01:00.
    const cairo = aSchedule({ timeZone: 'Africa/Cairo', windows: [OFFICE] });
    const { days, until } = preview(cairo, '2026-04-24', 60, { steps: 1 });
    expect(`${until}`).toBe('2026-04-25T21:00:00Z');
    expect(days.map(({ date, hours }) => `${date} ${hours}`)).toEqual(['2026-04-24 23', '2026-04-25 24']);
  });

  it('has taken no more steps than its budget and one piece', () => {
    const budget = stepBudget(5000, { what: 'a test' });
    const from = Temporal.Instant.from('2026-03-01T23:00Z');
    const { days } = previewSchedule(
      { ...BERLIN, windows },
      { from, until: from.add({ hours: 24 * 400 }), poolSize: 10, budget },
    );
    expect(budget.spent).toBeLessThanOrEqual(5000);
    expect(days.length).toBeLessThan(16);
  });
});
