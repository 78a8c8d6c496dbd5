import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCli } from '../../scripts/build-cli.ts';
import { currentBundle, recordBundle } from '../../src/local/bundle-record.mjs';

let folder: string;
beforeAll(() => {
  mkdirSync('dist', { recursive: true });
  folder = mkdtempSync('dist/test-cli-');
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
    const record = join(folder, 'made', 'record.json');
    const made = { outputs: ['bundle.mjs'], inputs: ['source.ts'], root: folder };
    expect(currentBundle(record, folder)).toBeUndefined();
    writeFileSync(join(folder, 'source.ts'), 'one');
    recordBundle(record, made);
    expect(currentBundle(record, folder)).toBeUndefined();
    writeFileSync(join(folder, 'bundle.mjs'), '');
    expect(currentBundle(record, folder)).toEqual(['bundle.mjs']);
    // A checkout touches files without changing them.
    utimesSync(join(folder, 'source.ts'), 1, 1);
    expect(currentBundle(record, folder)).toEqual(['bundle.mjs']);
    writeFileSync(join(folder, 'source.ts'), 'two');
    expect(currentBundle(record, folder)).toBeUndefined();
    recordBundle(record, made);
    expect(currentBundle(record, folder)).toEqual(['bundle.mjs']);
    rmSync(join(folder, 'source.ts'));
    expect(currentBundle(record, folder)).toBeUndefined();
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
