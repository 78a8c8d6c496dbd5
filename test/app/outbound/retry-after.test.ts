import { describe, expect, it } from 'vitest';
import { retryAfterSeconds } from '../../../src/app/outbound/retry-after.ts';
import { NOON } from '../../support/builders.ts';

describe('retryAfterSeconds', () => {
  it.each([
    ['120', 120],
    [' 0 ', 0],
    ['Mon, 02 Mar 2026 12:01:00 GMT', 60],
    ['Mon, 02 Mar 2026 11:59:00 GMT', 0],
    // nothing to go by
    [undefined, undefined],
    ['', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['9999999999', undefined],
  ])('%s', (header, expected) => {
    expect(retryAfterSeconds(header, NOON)).toBe(expected);
  });
});
