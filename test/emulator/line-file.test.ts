import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LineFile, openLineFile } from '../../src/emulator/line-file.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lines-'));
  file = join(folder, 'lines.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

function open(): LineFile<unknown> {
  return openLineFile(file, { beginning: '{"n":', read: (line) => JSON.parse(line) as unknown });
}

describe('a file of lines', () => {
  it('has what was appended and replaced when it is opened again', () => {
    const lines = open();
    lines.append(['{"n":1}', '{"n":2}']);
    lines.replace(['{"n":3}', '{"n":"ä"}']);
    lines.append(['{"n":5}']);
    lines.close();
    expect(open().lines).toEqual([{ n: 3 }, { n: 'ä' }, { n: 5 }]);
  });

  it('has a new last line in the place of one that is as long, and of no other', () => {
    const lines = open();
    lines.append(['{"n":1}', '{"n":2}']);
    lines.replaceLast('{"n":3}');
    lines.replaceLast('{"n":4}');
    lines.replaceLast('{"n":50}');
    lines.append(['{"n":6}']);
    const expected = [1, 4, 50, 6].map((n) => ({ n }));
    expect(lines.read()).toEqual(expected);
    lines.close();
    const again = open();
    // Nobody knows whether what was there before may be replaced.
    again.replaceLast('{"n":7}');
    expect(again.read()).toEqual([...expected, { n: 7 }]);
    again.close();
  });

  it.each([
    ['{"n":1}\n{"n":2}\n{"n"', '{"n":1}\n{"n":2}\n'],
    ['{"n', ''],
  ])('passes over a last line that was cut off: %j', (text, left) => {
    writeFileSync(file, text);
    open().close();
    expect(readFileSync(file, 'utf8')).toBe(left);
  });

  it.each(['My notes, which have no line break', 'notes\n', '{"m":1}\n'])(
    'leaves another file as it is: %j',
    (text) => {
      writeFileSync(file, text);
      expect(open).toThrow(`${file} is another kind of file: choose another name.`);
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
  );

  it('names the line that is damaged, and leaves it to be mended', () => {
    const text = '{"n":1}\n{"n":{"n":2}\n{"n":3}\n{"n"';
    writeFileSync(file, text);
    expect(open).toThrow(new RegExp(`^Line 2 of ${file} is damaged \\(.*\\): remove it and those after it\\.$`));
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('stays as it is where it cannot be replaced', () => {
    const lines = open();
    lines.append(['{"n":1}']);
    expect(() =>
      lines.replace(
        (function* () {
          yield '{"n":2}';
          throw new Error('no space left on device');
        })(),
      ),
    ).toThrow(`${file} cannot be written: no space left on device`);
    lines.append(['{"n":3}']);
    lines.close();
    expect(open().lines).toEqual([{ n: 1 }, { n: 3 }]);
    expect(existsSync(`${file}.new`)).toBe(false);
  });

  // The limit of a file's size does what a full disk does: it takes a part of a line, and then nothing.
  it.skipIf(process.platform !== 'linux').each(['new', 'replace'])(
    'has whole lines on a full disk, and all of them when there is room: %s',
    async (how) => {
      const command = `trap '' XFSZ; ulimit -S -f 7; exec "${process.execPath}" test/emulator/fill-file.ts "${file}" ${how}`;
      const child = spawn('sh', ['-c', command], { stdio: ['pipe', 'pipe', 'inherit'] });
      const [said] = (await once(child.stdout, 'data')) as [Buffer];
      const [, full = '', message] = /^(\d+) (.*)\n$/.exec(said.toString()) ?? [];
      expect(message).toContain(`${file} cannot be written: `);
      const lines = (text: string) => text.split('\n').map((line) => line.slice(0, 3).trim().replaceAll('"', ''));
      const numbers = (last: number) => [...Array.from({ length: last }, (_, index) => String(index + 1)), ''];
      expect(lines(readFileSync(file, 'utf8'))).toEqual(numbers(Number(full) - 1));
      expect(spawnSync('prlimit', ['--pid', String(child.pid), '--fsize=unlimited']).status).toBe(0);
      child.stdin.end('go on\n');
      await once(child, 'exit');
      expect(lines(readFileSync(file, 'utf8'))).toEqual(numbers(Number(full) + 1));
    },
  );
});
