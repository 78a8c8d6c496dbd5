import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCli } from '../../scripts/build-cli.ts';
import { currentEntry, recordBundle } from '../../src/local/bundle-record.mjs';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lamplighter-bin-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The files that loading one of a bundle loads with it, by their text. */
function loadedWith(file: string, seen = new Map<string, string>()): ReadonlyMap<string, string> {
  if (seen.has(file)) return seen;
  const text = readFileSync(join(folder, file), 'utf8');
  seen.set(file, text);
  for (const [, other = ''] of text.matchAll(/(?:from|import)"\.\/([\w-]+\.mjs)"/g)) loadedWith(other, seen);
  return seen;
}

describe('the bundle of the commands', () => {
  it('loads for the list of commands no command, and no package', async () => {
    const entry = basename(await buildCli(folder));
    const size = [...loadedWith(entry).values()].reduce((sum, text) => sum + text.length, 0);
    expect(size).toBeLessThan(10_000);
    expect(loadedWith(entry).get(entry)).toContain('there is no command');
  });

  it('is made once, and again when one of the files that it was made of has changed', () => {
    const root = join(folder, 'root');
    const made = { entry: 'main.mjs', inputs: ['source.ts'], root: folder };
    expect(currentEntry(root, folder)).toBeUndefined();
    writeFileSync(join(folder, 'source.ts'), 'one');
    recordBundle(root, made);
    expect(currentEntry(root, folder)).toBeUndefined();
    writeFileSync(join(root, 'main.mjs'), '');
    expect(currentEntry(root, folder)).toBe(join(root, 'main.mjs'));
    utimesSync(join(folder, 'source.ts'), 1, 1);
    expect(currentEntry(root, folder)).toBeUndefined();
    recordBundle(root, made);
    expect(currentEntry(root, folder)).toBe(join(root, 'main.mjs'));
    rmSync(join(folder, 'source.ts'));
    expect(currentEntry(root, folder)).toBeUndefined();
  });
});

describe('npx lamplighter', () => {
  it('ends without a word when its reader has gone', async () => {
    const child = spawn(process.execPath, ['bin/lamplighter.mjs', 'schema', 'policy']);
    child.stdout.destroy();
    let error = '';
    child.stderr.on('data', (text) => {
      error += text;
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect([code, error]).toEqual([141, '']);
  });
});
