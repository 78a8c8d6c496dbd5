import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coversPattern, poolsNamedByBoth } from '../../../src/core/policy/pattern-overlap.ts';
import { matchesPool } from '../../../src/core/policy/pool-pattern.ts';

function glob(): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom('a', 'b', '*'), { minLength: 1, maxLength: 5 }).map((letters) => letters.join(''));
}

function pattern(): fc.Arbitrary<string> {
  const account = fc.array(fc.constantFrom('abc', 'b', '*'), { minLength: 1, maxLength: 3 }).map((all) => all.join(''));
  return fc.oneof(
    glob(),
    fc.tuple(account, glob()).map((parts) => parts.join('/')),
  );
}

/** Every pool id of up to 7 letters `a` and `b`: enough for two globs of 5. */
const POOLS = Array.from({ length: 7 }, (_, index) => index + 1).flatMap((length) =>
  Array.from({ length: 2 ** length }, (_, number) =>
    number.toString(2).padStart(length, '0').replaceAll('0', 'a').replaceAll('1', 'b'),
  ),
);

describe('poolsNamedByBoth', () => {
  it.each([
    ['render', 'render', ['render']],
    ['render', 'Render', ['render']],
    ['render', 'reports', []],
    ['render-*', 'render-1', ['render-1']],
    ['render-*', 'reports-*', []],
    ['*-linux', 'render-*', ['render--linux', 'render-x-linux', 'render-xxx-linux']],
    ['demo/render', 'prod/render', []],
    ['demo/render', 'render', ['render']],
    // no pool has so long a name
    [`${'a'.repeat(40)}*`, `*${'b'.repeat(40)}`, []],
  ])('of %s and %s are %j', (a, b, expected) => {
    expect(poolsNamedByBoth(a, b).map(({ poolId }) => poolId)).toEqual(expected);
  });

  it('are named by both', () => {
    fc.assert(
      fc.property(pattern(), pattern(), (a, b) => {
        for (const pool of poolsNamedByBoth(a, b)) {
          expect([matchesPool(a, pool), matchesPool(b, pool)]).toEqual([true, true]);
        }
      }),
    );
  });

  it('are found where there are any', () => {
    fc.assert(
      fc.property(glob(), glob(), (a, b) => {
        const isNamed = (poolId: string) => [a, b].every((one) => matchesPool(one, { account: 'demo', poolId }));
        if (POOLS.some(isNamed)) expect(poolsNamedByBoth(a, b)).not.toEqual([]);
      }),
    );
  });
});

describe('coversPattern', () => {
  it.each([
    ['*', 'render-*', true],
    ['render-*', '*', false],
    ['render-*', 'render-l*', true],
    ['render-*', 'render-*', true],
    ['r*r', 'render', true],
    ['render', 'r*r', false],
    ['*/render', 'render', true],
    ['render', 'demo/render', true],
    ['demo/render', 'render', false],
  ])('%s covers %s: %s', (a, b, expected) => {
    expect(coversPattern(a, b)).toBe(expected);
  });

  it('is so only where every pool of the one is one of the other', () => {
    fc.assert(
      fc.property(glob(), glob(), (a, b) => {
        const names = (one: string, poolId: string) => matchesPool(one, { account: 'demo', poolId });
        const isSo = POOLS.every((poolId) => !names(b, poolId) || names(a, poolId));
        if (coversPattern(a, b)) expect(isSo).toBe(true);
      }),
    );
  });
});
