import { describe, expect, it } from 'vitest';
import { paint } from '../../../src/cli/terminal/paint.ts';

describe('paint', () => {
  it('colours in a terminal that has colours', () => {
    expect(paint('red', 'error', { isTTY: true, hasColors: () => true })).toBe('\u001b[31merror\u001b[39m');
  });

  it.each([
    ['a file or a pipe', {}],
    // A stream of Node says so where NO_COLOR is set or TERM is dumb.
    ['a terminal without colours', { isTTY: true, hasColors: () => false }],
  ])('leaves a text for %s as it is', (_, terminal) => {
    expect(paint('red', 'error', terminal)).toBe('error');
  });
});
