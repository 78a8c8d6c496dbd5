import { describe, expect, it } from 'vitest';
import { MOST_ATTEMPTS, retryDelay } from '../../../src/core/outbound/retry-delay.ts';

function seconds(attempts: number, chance: number, wishSeconds?: number): number | undefined {
  return retryDelay(attempts, { chance, wishSeconds })?.total('seconds');
}

describe('retryDelay', () => {
  it('grows with every failure, up to the last', () => {
    const delays = Array.from({ length: MOST_ATTEMPTS }, (_, index) => seconds(index + 1, 0.5));
    expect(delays).toEqual([5, 30, 120, 600, 1800, 3600, 10_800, 21_600, undefined]);
  });

  it('is up to a fifth shorter or longer by chance', () => {
    expect([seconds(2, 0), seconds(2, 1)]).toEqual([24, 36]);
  });

  it.each([
    ['a longer wish counts', 1, 60, 60],
    ['a shorter one does not', 2, 1, 30],
    ['nor one for more than 6 hours', 1, 999_999, 21_600],
    ['nor one for the past', 1, -5, 5],
    ['after the last attempt nothing does', MOST_ATTEMPTS, 60, undefined],
  ])('of what a receiver asks for: %s', (_, attempts, wish, expected) => {
    expect(seconds(attempts, 0.5, wish)).toBe(expected);
  });
});
