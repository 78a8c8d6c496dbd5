import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { momentInWords } from '../../../src/core/time/moment-in-words.ts';

/** Monday 2 March 2026, one in the afternoon in Berlin. */
const NOW = Temporal.Instant.from('2026-03-02T12:00:00Z');
const BERLIN = { now: NOW, timeZone: 'Europe/Berlin' };

describe('a moment in words', () => {
  it.each([
    ['PT48H', '2026-03-04T12:00:00Z'],
    ['p2d', '2026-03-04T12:00:00Z'],
    ['18:00', '2026-03-02T17:00:00Z'],
    ['13:00', '2026-03-03T12:00:00Z'],
    ['today 18:00', '2026-03-02T17:00:00Z'],
    ['tomorrow', '2026-03-02T23:00:00Z'],
    ['Tomorrow 06:30', '2026-03-03T05:30:00Z'],
    ['tuesday 18:00', '2026-03-03T17:00:00Z'],
    ['TUE 18:00', '2026-03-03T17:00:00Z'],
    ['tuesday', '2026-03-02T23:00:00Z'],
    // A time of today that is over means the next week.
    ['monday 12:59', '2026-03-09T11:59:00Z'],
    ['monday 13:01', '2026-03-02T12:01:00Z'],
    ['monday', '2026-03-08T23:00:00Z'],
    ['2026-03-05', '2026-03-04T23:00:00Z'],
    ['2026-03-05 18:00', '2026-03-05T17:00:00Z'],
    ['2026-03-05T18:00', '2026-03-05T17:00:00Z'],
    // Clocks skip 02:30 on that day, and show it twice on the other.
    ['2026-03-29 02:30', '2026-03-29T01:30:00Z'],
    ['2026-10-25 02:30', '2026-10-25T00:30:00Z'],
  ])('%s is %s in Berlin', (text, instant) => {
    expect(momentInWords(text, BERLIN)?.toString()).toBe(instant);
  });

  it.each([
    '',
    'soon',
    'today',
    'tuesday evening',
    '25:00',
    '18:00 tuesday',
    '2026-02-30',
    '-PT1H',
    'P1M',
    'P1Y',
    'tuesday 18',
    'tomorrow 06:30 please',
    `${'x'.repeat(1000)}`,
  ])('%j is none', (text) => {
    expect(momentInWords(text, BERLIN)).toBeUndefined();
  });

  it('is to come, but for dates, whatever the zone and the day', () => {
    const words = fc.constantFrom('18:00', '02:30', 'tomorrow', 'sunday 02:30', 'wed', 'PT1M');
    const now = fc.integer({ min: 1_767_225_600, max: 1_830_297_600 });
    const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Pacific/Apia', 'Asia/Kathmandu');
    fc.assert(
      fc.property(words, now, zones, (text, seconds, timeZone) => {
        const from = Temporal.Instant.fromEpochMilliseconds(seconds * 1000);
        const moment = momentInWords(text, { now: from, timeZone });
        expect(moment === undefined ? 1 : Temporal.Instant.compare(from, moment)).toBe(-1);
      }),
    );
  });
});
