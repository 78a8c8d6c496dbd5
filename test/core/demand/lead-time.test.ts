import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { empiricalQuantile, leadTimeOf } from '../../../src/core/demand/lead-time.ts';
import { aPolicy, minutes } from '../../support/builders.ts';

const LEARNING = { ...aPolicy().lead, initial: minutes(6), margin: minutes(1), learn: true };
const seconds = (starts: readonly number[], together = 1) =>
  leadTimeOf(LEARNING, starts, together).length.total('seconds');

describe('leadTimeOf', () => {
  it('is the initial one with its margin until there are enough starts', () => {
    expect(leadTimeOf(LEARNING, [900, 900, 900, 900, 900, 900, 900], 1)).toMatchObject({ because: 'lead time 7 min' });
    expect(seconds(Array(8).fill(900))).toBe(960);
  });

  it('is the initial one for good where the policy does not learn', () => {
    expect(leadTimeOf({ ...LEARNING, learn: false }, Array(60).fill(900), 1).length.total('seconds')).toBe(420);
  });

  it('says where it is from', () => {
    expect(leadTimeOf(LEARNING, Array(20).fill(180), 1).because).toBe('lead time 4 min: 95 % of 20 starts');
    expect(leadTimeOf(LEARNING, Array(20).fill(180), 8).because).toBe(
      'lead time 4 min: 95 % of 20 starts, for 8 nodes together',
    );
  });

  it('is as long as nineteen of twenty starts took, and longer for many nodes together', () => {
    const starts = Array.from({ length: 40 }, (_, index) => 120 + index * 3);
    expect(seconds(starts)).toBeGreaterThanOrEqual(empiricalQuantile(starts, 0.95) + 60);
    expect(seconds(starts, 50)).toBeGreaterThan(seconds(starts, 1));
  });

  it('is in time for so many of a hundred nodes as it says, of lognormal starts', () => {
    // Quantiles of a lognormal distribution with median 180 s and sigma 0.3, evenly spaced: what sixty starts look like.
    const normal = [-2.1, -1.6, -1.3, -1, -0.8, -0.6, -0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8, 1, 1.3, 1.6, 2.1];
    const starts = normal.map((z) => 180 * Math.exp(0.3 * z));
    // The true 95 % quantile of the slowest of 100: each in time with 0.95^(1/100) = 0.999487, z = 3.283.
    const truth = 180 * Math.exp(0.3 * 3.283);
    expect(seconds(starts, 100) - 60).toBeGreaterThan(truth * 0.9);
    expect(seconds(starts, 100) - 60).toBeLessThan(truth * 1.3);
  });

  it('is not longer than a start may take, however differently fast and slow starts spread, unless one took longer', () => {
    const starts = [30, 30, 32, 35, 600, 600, 620, 650];
    expect(seconds(starts, 100) - 60).toBe(1800);
    expect(seconds([...starts, 2400], 100) - 60).toBe(2400);
  });

  it('never falls when a start gets slower, nor when more nodes are needed', () => {
    const starts = fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 8, maxLength: 60 });
    fc.assert(
      fc.property(starts, fc.integer({ min: 1, max: 500 }), (seen, together) => {
        expect(seconds(seen, together + 1)).toBeGreaterThanOrEqual(seconds(seen, together));
        expect(seconds(seen, together) - 60).toBeGreaterThanOrEqual(empiricalQuantile(seen, 0.95));
      }),
    );
  });
});

describe('empiricalQuantile', () => {
  it.each([
    [[5], 0.95, 5],
    [[1, 2, 3, 4], 0.5, 2],
    [[1, 2, 3, 4], 0.51, 3],
    [[4, 3, 2, 1], 1, 4],
    [Array.from({ length: 100 }, (_, index) => index + 1), 0.95, 95],
  ] as const)('of %j at %d is %d', (values, q, expected) => {
    expect(empiricalQuantile(values, q)).toBe(expected);
  });
});
