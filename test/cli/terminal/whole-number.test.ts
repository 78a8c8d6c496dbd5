import { describe, expect, it } from 'vitest';
import { wholeNumber } from '../../../src/cli/terminal/whole-number.ts';

describe('a whole number on a command line', () => {
  it('is written in decimal digits', () => {
    expect(['5', '007', '28'].map(wholeNumber(5, 28))).toEqual([5, 7, 28]);
    expect(wholeNumber(0)('0')).toBe(0);
  });

  it.each(['4', '29', '', ' 5', '+5', '5.0', '1e1', '0x10', '9'.repeat(400)])('is not %j', (text) => {
    expect(() => wholeNumber(5, 28)(text)).toThrow('A whole number from 5 to 28 is expected.');
    expect(() => wholeNumber(30)(text)).toThrow('A whole number from 30 on is expected.');
  });
});
