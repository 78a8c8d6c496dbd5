import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { describeDuration, describeSince } from '../../../src/core/time/describe-duration.ts';
import { NOON } from '../../support/builders.ts';

describe('describeDuration', () => {
  it.each([
    ['PT0S', '0 s'],
    ['PT40S', '40 s'],
    ['PT20M', '20 min'],
    ['PT90M', '1 h 30 min'],
    ['PT3605S', '1 h 5 s'],
    ['P3DT2H5M', '3 d 2 h'],
  ])('%s is %s', (duration, expected) => {
    expect(describeDuration(Temporal.Duration.from(duration))).toBe(expected);
  });
});

describe('describeSince', () => {
  it('says of two moments, to the millisecond, what describeDuration says of the time between them', () => {
    const nanoseconds = fc.bigInt({ min: 0n, max: 30n * 86_400n * 1_000_000_000n });
    fc.assert(
      fc.property(nanoseconds, fc.constantFrom(1_000_000n, 500_000_000n), (span, unit) => {
        const past = Temporal.Instant.fromEpochNanoseconds(NOON.epochNanoseconds - (span / unit) * unit);
        expect(describeSince(past, NOON)).toBe(describeDuration(past.until(NOON)));
      }),
    );
  });

  it('is nothing for a moment that is still to come', () => {
    expect(describeSince(NOON.add({ minutes: 1 }), NOON)).toBe('0 s');
  });
});
