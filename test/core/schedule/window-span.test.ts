import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { matchesDate } from '../../../src/core/schedule/date-matcher.ts';
import type { Recurrence } from '../../../src/core/schedule/schedule.ts';
import { type Span, spansBy, toSpan } from '../../../src/core/schedule/window-span.ts';
import { dayNumberOf } from '../../../src/core/time/calendar-day.ts';
import { zoneClock } from '../../../src/core/time/zone-clock.ts';
import { daysRecurrence, zone } from '../../support/arbitraries.ts';
import { aCapacity, aWindow } from '../../support/builders.ts';

function spansOn(recurrence: Recurrence, date: Temporal.PlainDate, timeZone: string): readonly Span[] {
  return spansBy(recurrence, zoneClock(timeZone))(dayNumberOf(date)).map(toSpan);
}

describe('the spans of a recurrence', () => {
  it.each([
    // an ordinary day
    ['MON-FRI 08:00-18:30', '2026-03-02', 'Europe/Berlin', '2026-03-02T07:00:00Z/2026-03-02T17:30:00Z'],
    // across midnight it belongs to the date on which it opens
    ['FRI 22:00-06:00', '2026-03-06', 'Europe/Berlin', '2026-03-06T21:00:00Z/2026-03-07T05:00:00Z'],
    // until midnight, and the whole day
    ['SAT 18:00-00:00', '2026-03-07', 'Etc/UTC', '2026-03-07T18:00:00Z/2026-03-08T00:00:00Z'],
    ['SAT 00:00-00:00', '2026-03-07', 'Etc/UTC', '2026-03-07T00:00:00Z/2026-03-08T00:00:00Z'],
    // spring forward: shorter by the hour that is missing
    ['SUN 00:00-06:00', '2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00Z/2026-03-29T04:00:00Z'],
    // opens in the missing hour
    ['SUN 02:30-06:00', '2026-03-29', 'Europe/Berlin', '2026-03-29T01:30:00Z/2026-03-29T04:00:00Z'],
    // lies in the missing hour as a whole
    ['SUN 02:15-02:45', '2026-03-29', 'Europe/Berlin', '2026-03-29T01:15:00Z/2026-03-29T01:45:00Z'],
    // the gap pushes the opening past the closing: the length stays
    ['SUN 02:30-03:00', '2026-03-29', 'Europe/Berlin', '2026-03-29T01:30:00Z/2026-03-29T02:00:00Z'],
    // fall back: the first 01:15 to the second 01:45, once
    ['SUN 01:15-01:45', '2026-11-01', 'America/New_York', '2026-11-01T05:15:00Z/2026-11-01T06:45:00Z'],
    // two windows side by side share the edge on both days of a change
    ['SUN 02:00-02:30', '2026-10-25', 'Europe/Berlin', '2026-10-25T00:00:00Z/2026-10-25T01:30:00Z'],
    // a day that Samoa never had
    ['FRI 08:00-18:00', '2011-12-30', 'Pacific/Apia', '2011-12-30T18:00:00Z/2011-12-31T04:00:00Z'],
  ])('%s on %s in %s is %s', (when, date, timeZone, expected) => {
    const [span] = spansOn(aWindow(when, aCapacity(1)).recurrence, Temporal.PlainDate.from(date), timeZone);
    expect(`${span?.opens}/${span?.closes}`).toBe(expected);
  });

  it('is not there on a date that does not match', () => {
    const { recurrence } = aWindow('MON-FRI 08:00-18:30', aCapacity(1));
    expect(spansOn(recurrence, Temporal.PlainDate.from('2026-03-07'), 'Europe/Berlin')).toEqual([]);
  });

  it('opens once on each date that matches, and is never empty or inverted', () => {
    const date = fc
      .integer({ min: 0, max: 365 * 12 })
      .map((days) => Temporal.PlainDate.from('2016-01-01').add({ days }));
    fc.assert(
      fc.property(daysRecurrence(), date, zone(), (recurrence, on, timeZone) => {
        const spans = spansOn(recurrence, on, timeZone);
        expect(spans).toHaveLength(matchesDate(recurrence.days, on) ? 1 : 0);
        for (const { opens, closes } of spans) expect(Temporal.Instant.compare(opens, closes)).toBe(-1);
      }),
      { numRuns: 2_000 },
    );
  });
});
