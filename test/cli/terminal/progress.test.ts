import { describe, expect, it } from 'vitest';
import { endProgress, showProgress } from '../../../src/cli/terminal/progress.ts';

function shownIn(isTTY: boolean): string {
  let shown = '';
  const terminal = {
    isTTY,
    write: (text: string) => {
      shown += text;
    },
  };
  showProgress('1 of 3', terminal);
  endProgress(terminal);
  return shown;
}

describe('a progress line', () => {
  it('is taken away from the terminal at its end', () => {
    expect(shownIn(true)).toBe('\r\u001B[K1 of 3\r\u001B[K');
  });

  it('is in no file or pipe', () => {
    expect(shownIn(false)).toBe('');
  });
});
