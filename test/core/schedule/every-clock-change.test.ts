import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Schedule, Window } from '../../../src/core/schedule/schedule.ts';
import { openingsBetween, timelineOf } from '../../../src/core/schedule/timeline.ts';
import { clockChangesBetween } from '../../../src/core/time/clock-changes.ts';
import { aCapacity, aSchedule, aWindow } from '../../support/builders.ts';

const TEN_YEARS = {
  from: Temporal.Instant.from('2017-01-01T00:00Z'),
  until: Temporal.Instant.from('2027-01-01T00:00Z'),
};

const ANY_DATE = Temporal.PlainDate.from('2026-03-02');

const CHANGES = Intl.supportedValuesOf('timeZone').flatMap((timeZone) =>
  clockChangesBetween(timeZone, TEN_YEARS).map(({ at }) => ({ timeZone, at })),
);

/** Windows of every day, side by side all round the clock. */
function sideBySide(...times: readonly string[]): readonly Window[] {
  return times.map((time) => aWindow(`MON-SUN ${time}`, aCapacity(1), { name: time }));
}

/** A window that a cron expression opens at some times of every day. */
function cronWindow(name: string, length: Temporal.DurationLike, times: readonly string[]): Window {
  const timesOfDay = times.map((time) => Temporal.PlainTime.from(time));
  const recurrence = {
    kind: 'cron' as const,
    cron: name,
    duration: Temporal.Duration.from(length),
    timesOn: () => timesOfDay,
  };
  return { name, recurrence, capacity: aCapacity(1), priority: 0 };
}

const HOURS = Array.from({ length: 24 }, (_, hour) => `${String(hour).padStart(2, '0')}:00`);

/** The date of a change in its zone, with a date before and one after it, as a span of time. */
function threeDatesAround(at: Temporal.Instant, timeZone: string) {
  const first = at.toZonedDateTimeISO(timeZone).toPlainDate().subtract({ days: 1 });
  return {
    from: first.toZonedDateTime(timeZone).toInstant(),
    until: first.add({ days: 3 }).toZonedDateTime(timeZone).toInstant(),
  };
}

/** Around a change, a schedule that is open round the clock opens as often as on three other days, and never is closed. */
function expectSeamless(schedule: Schedule, { timeZone, at }: (typeof CHANGES)[number], openingsADay: number): void {
  const span = threeDatesAround(at, timeZone);
  const where = `${timeZone} ${at}`;
  const openings = openingsBetween(schedule, span.from, span.until);
  const inverted = openings.filter(({ span: { opens, closes } }) => Temporal.Instant.compare(opens, closes) >= 0);
  expect(inverted, where).toEqual([]);
  const opened = openings.filter(
    ({ span: { opens } }) =>
      Temporal.Instant.compare(span.from, opens) <= 0 && Temporal.Instant.compare(opens, span.until) < 0,
  );
  expect(opened.length, where).toBe(3 * openingsADay);
  const { segments } = timelineOf(schedule, span.from, span.until);
  const closed = segments.filter(({ open }) => open.length === 0);
  expect(closed, where).toEqual([]);
}

describe('at every clock change of every zone in ten years a window opens once a date, never inverted, and leaves no gap', () => {
  it('knows them all', () => {
    expect(CHANGES.length).toBeGreaterThan(2500);
  });

  it.each([
    [
      'side by side',
      sideBySide('00:00-00:30', '00:30-02:00', '02:00-02:30', '02:30-03:00', '03:00-12:00', '12:00-00:00'),
    ],
    ['across midnight', sideBySide('22:30-01:15', '01:15-02:30', '02:30-22:30')],
    ['of a whole day, from any time', sideBySide('02:30-02:30')],
    ['by cron, an hour long', [cronWindow('every hour', { hours: 1 }, HOURS)]],
    ['by cron, a day long', [cronWindow('a day', { hours: 24 }, ['02:15'])]],
  ])('windows %s', (_, windows) => {
    const openingsADay = windows.reduce(
      (sum, { recurrence }) => sum + (recurrence.kind === 'cron' ? recurrence.timesOn(ANY_DATE).length : 1),
      0,
    );
    for (const change of CHANGES) {
      expectSeamless(aSchedule({ timeZone: change.timeZone, windows }), change, openingsADay);
      // The same windows in a zone of their own, in a schedule of another zone.
      const own = windows.map((window) => ({ ...window, timeZone: change.timeZone }));
      expectSeamless(aSchedule({ timeZone: 'Asia/Tokyo', windows: own }), change, openingsADay);
    }
  });
});
