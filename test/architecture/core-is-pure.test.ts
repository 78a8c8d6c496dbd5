import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

/** A project of its own under the linter's rules of this one, so that no breach ever stands in src. */
const project = mkdtempSync(join(tmpdir(), 'core-is-pure-'));
const rules = JSON.parse(readFileSync('biome.json', 'utf8'));
writeFileSync(join(project, 'biome.json'), JSON.stringify({ ...rules, vcs: { enabled: false } }));
cpSync('lint', join(project, 'lint'), { recursive: true });
mkdirSync(join(project, 'src/core'), { recursive: true });

afterAll(() => rmSync(project, { recursive: true }));

/** What the linter says of a file of the core with this text. */
function lintAsCore(text: string): { readonly status: number | null; readonly output: string } {
  writeFileSync(join(project, 'src/core/breach.ts'), `${text}\n`);
  const { status, stdout, stderr } = spawnSync(resolve('node_modules/.bin/biome'), ['lint', '--colors=off', 'src'], {
    cwd: project,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}

describe('the linter refuses in the core', () => {
  it.each([
    ['a clock', 'export const now = () => Date.now();', 'The core reads no clock'],
    ['the clock of Temporal', 'export const now = (temporal) => Temporal.Now.instant();', 'The core reads no clock'],
    ['chance', 'export const dice = () => Math.random();', 'The core draws no randomness'],
    ['I/O', "export const page = () => fetch('http://127.0.0.1');", 'The core does no I/O'],
    ['the environment', 'export const home = () => process.env.HOME;', 'The core has no environment'],
    ['a timer', 'export const later = (then) => setTimeout(then, 1);', 'The core never waits'],
    ['an async function', 'export async function wait(): Promise<void> {}', 'it never waits'],
    ['an async arrow', 'export const wait = async (): Promise<number> => 1;', 'it never waits'],
    ['an async method', 'export class Waiter { async wait(): Promise<void> {} }', 'it never waits'],
    ['an async member', 'export const waiter = { async wait(): Promise<void> {} };', 'it never waits'],
  ])('%s', (_, text, message) => {
    const { status, output } = lintAsCore(text);
    expect(output).toContain(message);
    expect(status).toBe(1);
  });

  it('nothing that is pure', () => {
    expect(lintAsCore('export const asyncronous = (now: number): number => Math.max(now, 1);').status).toBe(0);
  });
});
