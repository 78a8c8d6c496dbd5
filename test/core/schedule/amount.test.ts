import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAtLeast, nodesIn } from '../../../src/core/schedule/amount.ts';
import { amount } from '../../support/arbitraries.ts';

describe('isAtLeast', () => {
  it('is so only where it is so in every pool', () => {
    fc.assert(
      fc.property(amount(), amount(), fc.nat({ max: 500 }), (a, b, poolSize) => {
        const inPool = (one: typeof a) => Math.min(nodesIn(one, poolSize), poolSize);
        if (isAtLeast(a, b)) expect(inPool(a)).toBeGreaterThanOrEqual(inPool(b));
      }),
    );
  });

  it('is so of two that are said in the same way wherever it is so in a large pool', () => {
    fc.assert(
      fc.property(amount(), amount(), (a, b) => {
        fc.pre(a.kind === b.kind);
        expect(isAtLeast(a, b)).toBe(nodesIn(a, 1000) >= nodesIn(b, 1000));
      }),
    );
  });
});
