import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { INSTANT_PARAM, MOMENT_IN_WORDS, SPAN_PARAM } from '../../src/api/moment-parameters.ts';
import { momentInWords } from '../../src/core/time/moment-in-words.ts';

/** Texts near to what is accepted: many are accepted, and many are not. */
const DIGITS = fc.integer({ min: 0, max: 99 }).map((number) => String(number).padStart(2, '0'));
const MOMENTS = fc
  .tuple(
    fc.integer({ min: 0, max: 9999 }),
    DIGITS,
    DIGITS,
    DIGITS,
    DIGITS,
    fc.constantFrom('', ':00', ':59.123456789', ':60', '.5'),
  )
  .chain(([year, month, day, hour, minute, second]) =>
    fc
      .constantFrom('Z', 'z', '+01:00', '-23:59', '+24:00', '', '[UTC]')
      .map((zone) => `${String(year).padStart(4, '0')}-${month}-${day}T${hour}:${minute}${second}${zone}`),
  );
const SPANS = fc.stringMatching(/^P(\d{0,7}D)?(T(\d{0,3}H)?(\d{0,3}M)?(\d{0,3}(\.\d{0,10})?S)?)?$/);

describe('a moment in words', () => {
  const basis = { now: Temporal.Instant.from('2026-03-02T12:00:00Z'), timeZone: 'Etc/UTC' };

  it('is accepted where the app understands it', () => {
    const days = ['tomorrow', 'monday', 'tue', 'Sunday', 'thursday', 'sat', '2026-03-05'];
    for (const text of [...days, ...days.map((day) => `${day} 18:00`), '18:00', 'today 23:59', 'PT48H', 'P2D']) {
      expect([text, MOMENT_IN_WORDS.safeParse(text).success]).toEqual([text, true]);
      expect([text, momentInWords(text, basis)]).toEqual([text, expect.any(Temporal.Instant)]);
    }
  });

  it.each(['soon', 'today', 'tuesday 25:00', '18', 'noon'])('%j is refused', (text) => {
    expect(MOMENT_IN_WORDS.safeParse(text).error?.issues[0]?.message).toMatch(/^a moment is expected: /);
  });
});

describe('a moment in a parameter', () => {
  it.each([
    ['2026-03-02T08:00:00Z', '2026-03-02T08:00:00Z'],
    ['2026-03-02T09:00+01:00', '2026-03-02T08:00:00Z'],
    ['2026-03-02T08:00:00.123456789Z', '2026-03-02T08:00:00.123456789Z'],
    // a date alone is the beginning of that day in UTC
    ['2026-03-02', '2026-03-02T00:00:00Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z'],
  ])('%s is %s', (text, instant) => {
    expect(Temporal.Instant.from(INSTANT_PARAM.parse(text)).toString()).toBe(instant);
  });

  it.each([
    ['2026-02-29'],
    ['2026-03-02T08:00:00'],
    ['2026-03-02T24:00:00Z'],
    ['2026-03-02T08:00:00.1234567890Z'],
    [''],
  ])('%j is refused', (text) => {
    expect(INSTANT_PARAM.safeParse(text).error?.issues.map(({ message }) => message)).toEqual([
      'a moment such as 2026-03-02T08:00:00Z is expected, or a date in UTC',
    ]);
  });

  it('is one that Temporal reads, whatever is accepted', () => {
    fc.assert(
      fc.property(MOMENTS, (text) => {
        const { success, data } = INSTANT_PARAM.safeParse(text);
        if (success) expect(() => Temporal.Instant.from(data)).not.toThrow();
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a time span in a parameter', () => {
  it('is one that Temporal reads, and more than nothing, whatever is accepted', () => {
    fc.assert(
      fc.property(SPANS, (text) => {
        const { success, data } = SPAN_PARAM.safeParse(text);
        if (success) expect(Temporal.Duration.from(data.toUpperCase()).sign).toBe(1);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([['PT15M'], ['pt15m'], ['P1DT12H'], ['PT0.5S']])('%s is accepted', (text) => {
    expect(SPAN_PARAM.safeParse(text).success).toBe(true);
  });

  it.each([['PT0S'], ['P1M'], ['P1W'], ['P'], ['PT'], ['-PT1M'], ['15m']])('%s is refused', (text) => {
    expect(SPAN_PARAM.safeParse(text).success).toBe(false);
  });
});
