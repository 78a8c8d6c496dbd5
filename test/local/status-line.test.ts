import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keptKey } from '../../src/local/kept-key.ts';
import { statusLine } from '../../src/local/status-line.ts';

function terminal(isTTY: boolean) {
  let text = '';
  return {
    isTTY,
    columns: 20,
    write: (more: string) => {
      text += more;
    },
    text: () => text,
  };
}

describe('a status line', () => {
  it('stands below the lines, and is drawn again after each', () => {
    const screen = terminal(true);
    const line = statusLine(screen);
    line.say('one\n');
    line.show('07:46 · 3 nodes on');
    line.say('two\n');
    line.show('07:47 · 4 nodes on, and more than fits');
    line.show('');
    expect(screen.text()).toBe(
      'one\n07:46 · 3 nodes on\r\u001b[2Ktwo\n07:46 · 3 nodes on\r\u001b[2K07:47 · 4 nodes on,\r\u001b[2K',
    );
  });

  it('is not there where the output is a file', () => {
    const file = terminal(false);
    const line = statusLine(file);
    line.show('07:46');
    line.say('one\n');
    expect(file.text()).toBe('one\n');
  });
});

describe('the key of a folder of data', () => {
  it('stays the same, for its owner alone to read', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kept-key-'));
    const key = keptKey(join(folder, 'data'));
    expect(key).toMatch(/^[\w-]{32}$/);
    expect(keptKey(join(folder, 'data'))).toBe(key);
    expect(statSync(join(folder, 'data', 'function-key')).mode & 0o077).toBe(0);
    rmSync(folder, { recursive: true });
  });
});
