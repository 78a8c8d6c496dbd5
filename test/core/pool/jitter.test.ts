import { describe, expect, it } from 'vitest';
import { shiftOf } from '../../../src/core/pool/jitter.ts';
import { minutes } from '../../support/builders.ts';

const shift = (poolId: string) => shiftOf({ account: 'demo', poolId }, minutes(10)) / 1000;

describe('shiftOf', () => {
  it('is always the same for one pool, in any letter case, and bounded', () => {
    expect(shift('render')).toBe(shift('RENDER'));
    expect(shiftOf({ account: 'demo', poolId: 'render' }, minutes(0))).toBe(0);
    for (let index = 0; index < 1_000; index += 1) {
      expect(shift(`pool-${index}`)).toBeGreaterThanOrEqual(0);
      expect(shift(`pool-${index}`)).toBeLessThan(600);
    }
  });

  it('spreads a thousand pools evenly over the minutes', () => {
    const perMinute = Array(10).fill(0);
    for (let index = 0; index < 1_000; index += 1) perMinute[Math.floor(shift(`pool-${index}`) / 60)] += 1;
    for (const count of perMinute) {
      expect(count).toBeGreaterThan(60);
      expect(count).toBeLessThan(140);
    }
  });
});
