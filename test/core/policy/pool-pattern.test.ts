import { describe, expect, it } from 'vitest';
import { matchesPool, specificityOf } from '../../../src/core/policy/pool-pattern.ts';

describe('matchesPool', () => {
  it.each([
    ['render', 'render', true],
    ['render', 'render-2', false],
    ['render-*', 'render-2', true],
    ['render-*', 'render', false],
    ['*', 'anything', true],
    ['r*r', 'render', true],
    // case does not matter, dots and brackets mean themselves
    ['Render-*', 'RENDER-2', true],
    ['r.nder', 'render', false],
    ['[r]ender', 'render', false],
    // only in one account
    ['demo/render', 'render', true],
    ['prod/render', 'render', false],
    ['*/render', 'render', true],
  ])('%s names demo/%s: %s', (pattern, poolId, expected) => {
    expect(matchesPool(pattern, { account: 'demo', poolId })).toBe(expected);
  });
});

describe('specificityOf', () => {
  it('puts a pattern without * before any with it, then the longer one', () => {
    const sorted = ['*', 'render-*', 'r*', 'a'].toSorted((a, b) => specificityOf(b) - specificityOf(a));
    expect(sorted).toEqual(['a', 'render-*', 'r*', '*']);
  });
});
