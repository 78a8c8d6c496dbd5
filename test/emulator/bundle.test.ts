import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildEmulator } from '../../scripts/build-emulator.ts';

const run = promisify(execFile);

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lamplighter-bundle-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the emulator as one file', () => {
  it('does in the test of another project what the README shows', async () => {
    await buildEmulator(join(folder, 'emulator.mjs'));
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    const [, example] = /```js\n([\s\S]+?)```/.exec(readFileSync('README.md', 'utf8')) ?? [];
    writeFileSync(join(folder, 'example.test.mjs'), example ?? '');
    const { stdout } = await run(process.execPath, ['--test', '--test-reporter=tap', 'example.test.mjs'], {
      cwd: folder,
      env: { PATH: process.env['PATH'] },
    });
    expect(stdout).toMatch(/^# pass 1$/m);
  });
});
