import { describe, expect, it } from 'vitest';
import { weekdaysIn } from '../../../src/core/schedule/weekday.ts';

describe('weekdaysIn', () => {
  it.each([
    ['MON', [1]],
    ['sun', [7]],
    ['MON-FRI', [1, 2, 3, 4, 5]],
    // around the end of the week
    ['FRI-MON', [5, 6, 7, 1]],
    ['SAT-SAT', [6]],
    // not days
    ['', undefined],
    ['MO', undefined],
    ['MON-', undefined],
    ['-FRI', undefined],
    ['MON-WED-FRI', undefined],
    ['MON#1', undefined],
  ])('%s is %j', (text, expected) => {
    expect(weekdaysIn(text)).toEqual(expected);
  });
});
