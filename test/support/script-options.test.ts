import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const call = (script: string, ...options: readonly string[]) =>
  run(process.execPath, ['bin/run.mjs', script, ...options]);

describe.each([
  ['test/storm/main.ts', ['seed', 'seeds', 'steps', 'script', 'shrink', 'json', 'verbose']],
  ['test/storm/model/main.ts', ['seed', 'steps', 'last']],
  ['test/soak/main.ts', ['seed', 'minutes', 'parts']],
])('%s', (script, options) => {
  it('says how it is called', async () => {
    const { stdout, stderr } = await call(script, '--help');
    expect(stderr).toBe('');
    expect([...stdout.matchAll(/^ {2}--(\S+)/gm)].map(([, option]) => option)).toEqual([...options, 'help']);
  });

  it('refuses a seed that is no number', async () => {
    await expect(call(script, '--seed', 'x')).rejects.toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining("'--seed <value>' takes a whole number, not 'x'"),
    });
  });
});
