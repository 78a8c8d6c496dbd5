import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { DAY_MILLISECONDS } from '../../../src/core/time/epoch.ts';
import { firstShowing, lastShowing, shownAt, zoneClock } from '../../../src/core/time/zone-clock.ts';
import { aroundClockChange } from '../../support/arbitraries.ts';

/** Wall time as milliseconds, in the way of Temporal. */
function wallOf(wallTime: Temporal.PlainDateTime): number {
  return wallTime.toZonedDateTime('UTC').epochMilliseconds;
}

describe('the clock of a zone', () => {
  it('shows what Temporal shows, around every clock change of the tz database', () => {
    fc.assert(
      fc.property(aroundClockChange(), ({ timeZone, instant }) => {
        const expected = wallOf(instant.toZonedDateTimeISO(timeZone).toPlainDateTime());
        expect(shownAt(zoneClock(timeZone), instant.epochMilliseconds)).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it('shows a wall time first and last when Temporal says so', () => {
    fc.assert(
      fc.property(aroundClockChange(), ({ timeZone, instant }) => {
        const wallTime = instant.toZonedDateTimeISO(timeZone).toPlainDateTime();
        // Half of the times are off by what a gap may leave out, so that some fall into it.
        for (const minutes of [0, 20, 60]) {
          const wall = wallTime.add({ minutes });
          const at = (disambiguation: 'compatible' | 'later') =>
            wall.toZonedDateTime(timeZone, { disambiguation }).epochMilliseconds;
          expect(firstShowing(zoneClock(timeZone), wallOf(wall))).toBe(at('compatible'));
          expect(lastShowing(zoneClock(timeZone), wallOf(wall))).toBe(at('later'));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    // local mean times, to the second
    ['Africa/Monrovia', '1970-06-01T00:00:00', 2670],
    ['Europe/Berlin', '1890-01-01T00:00:00', -3208],
    // a zone as far ahead as there is one, and as far behind
    ['Pacific/Kiritimati', '2026-06-01T00:00:00', -50_400],
    ['Pacific/Pago_Pago', '2026-06-01T00:00:00', 39_600],
    // the first and the last year that a document can name
    ['Asia/Tokyo', '0000-01-01T00:00:00', -33_539],
    ['America/New_York', '9999-07-01T00:00:00', 14_400],
  ])('of %s shows %s %i seconds after UTC', (timeZone, wallTime, seconds) => {
    const wall = wallOf(Temporal.PlainDateTime.from(wallTime));
    expect(firstShowing(zoneClock(timeZone), wall) - wall).toBe(seconds * 1000);
    expect(lastShowing(zoneClock(timeZone), wall) - wall).toBe(seconds * 1000);
  });

  it('passes over a date that the zone never had', () => {
    const samoa = zoneClock('Pacific/Apia');
    const skipped = wallOf(Temporal.PlainDateTime.from('2011-12-30T08:00'));
    expect(firstShowing(samoa, skipped)).toBe(firstShowing(samoa, skipped + DAY_MILLISECONDS));
  });

  it.each([-8.64e15, 8.64e15])('answers at the end of the time that Temporal knows: %d', (end) => {
    const berlin = zoneClock('Europe/Berlin');
    for (const time of [end - DAY_MILLISECONDS, end, end + DAY_MILLISECONDS]) {
      expect(Math.abs(shownAt(berlin, time) - time)).toBeLessThan(DAY_MILLISECONDS);
      expect(firstShowing(berlin, shownAt(berlin, time))).toBe(time);
      expect(lastShowing(berlin, shownAt(berlin, time))).toBe(time);
    }
  });

  it('is not there for a zone that is nowhere', () => {
    expect(() => zoneClock('Europe/Lummerland')).toThrow(RangeError);
  });
});
