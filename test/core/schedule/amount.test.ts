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

describe('nodesIn', () => {
  it.each([
    // the cases that were one node too high
    [4.4, 750, 33],
    [8.8, 375, 33],
    // a fraction of a node is a node
    [5, 10, 1],
    [0.1, 1, 1],
    [0, 10, 0],
    [100, 7, 7],
    [33.3, 3, 1],
    [33.34, 3, 2],
  ])('%d % of %d nodes are %d', (percent, poolSize, expected) => {
    expect(nodesIn({ kind: 'share', percent }, poolSize)).toBe(expected);
  });

  it('is exact for every share with one or two decimals', () => {
    const sizes = [1, 2, 3, 7, 10, 125, 375, 750, 999, 1000, 2000, 99_999, 100_000];
    for (let hundredths = 0; hundredths <= 10_000; hundredths += 1) {
      // As a document writes it.
      const percent = Number.parseFloat(`${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`);
      const wrong = sizes.filter((poolSize) => {
        const exact = BigInt(hundredths) * BigInt(poolSize);
        const rounded = exact / 10_000n + (exact % 10_000n === 0n ? 0n : 1n);
        return BigInt(nodesIn({ kind: 'share', percent }, poolSize)) !== rounded;
      });
      expect(wrong, `${percent} %`).toEqual([]);
    }
  });

  it('is exact for any share and any pool', () => {
    const tenths = fc.nat({ max: 1000 });
    fc.assert(
      fc.property(tenths, fc.nat({ max: 100_000 }), (share, poolSize) => {
        const exact = BigInt(share) * BigInt(poolSize);
        const rounded = Number(exact / 1000n) + (exact % 1000n === 0n ? 0 : 1);
        expect(nodesIn({ kind: 'share', percent: share / 10 }, poolSize)).toBe(rounded);
      }),
      { numRuns: 5000 },
    );
  });
});
