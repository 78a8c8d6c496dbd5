import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hindrance } from '../../bin/hindrance.mjs';

/** A clone in which nobody has run `npm ci`. */
let clone: string;
beforeEach(() => {
  clone = realpathSync(mkdtempSync(join(tmpdir(), 'lamplighter-clone-')));
  cpSync('bin', join(clone, 'bin'), { recursive: true });
  mkdirSync(join(clone, 'src/local'), { recursive: true });
  cpSync('src/local/bundle-record.mjs', join(clone, 'src/local/bundle-record.mjs'));
});
afterEach(() => rmSync(clone, { recursive: true }));

function run(...parameters: readonly string[]): { readonly code: number | null; readonly said: string } {
  const { npm_lifecycle_event: _, LAMPLIGHTER_DEBUG: __, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, parameters, { cwd: clone, env, encoding: 'utf8' });
  return { code: status, said: `${stdout}${stderr}` };
}

describe('without packages', () => {
  it.each([
    ['bin/run.mjs', 'src/local/main.ts'],
    ['bin/lamplighter.mjs', 'check'],
  ])('%s %s asks for npm ci', (...line) => {
    const { code, said } = run(...line);
    expect(code).toBe(2);
    expect(said).toMatch(/^[^\n]*: the packages are not installed: run 'npm ci' in [^\n]*\n$/);
  });

  it('says so of a package that was added since', () => {
    mkdirSync(join(clone, 'node_modules/.bin'), { recursive: true });
    writeFileSync(join(clone, 'new.mjs'), "import 'a-new-package';");
    const { code, said } = run('bin/run.mjs', 'new.mjs');
    expect({ code, said }).toEqual({
      code: 2,
      said: expect.stringMatching(/^npm run new\.mjs: Cannot find package 'a-new-package'.*; run 'npm ci' again\n$/),
    });
  });
});

it('says in one line what option there is not, and shows the stack of any other failure', () => {
  mkdirSync(join(clone, 'node_modules/.bin'), { recursive: true });
  writeFileSync(join(clone, 'reads.mjs'), "import { parseArgs } from 'node:util'; parseArgs({ options: {} });");
  expect(run('bin/run.mjs', 'reads.mjs', '--sped')).toEqual({
    code: 2,
    said: "npm run reads.mjs: Unknown option '--sped'\n",
  });
  writeFileSync(join(clone, 'fails.mjs'), "throw new Error('a fault of ours');");
  const { code, said } = run('bin/run.mjs', 'fails.mjs');
  expect({ code, said }).toEqual({ code: 1, said: expect.stringMatching(/a fault of ours\n +at /) });
});

describe('the version of Node', () => {
  beforeEach(() => mkdirSync(join(clone, 'node_modules/.bin'), { recursive: true }));

  it.each(['18.19.0', '20.20.2', '22.17.1', '23.5.0'])('%s is too old', (version) => {
    expect(hindrance(clone, version)).toMatch(/^Node [\d.]+ is too old: it takes 22\.18 or newer\./);
  });

  it.each(['22.18.0', '23.6.0', '24.0.0', '26.1.0'])('%s does', (version) => {
    expect(hindrance(clone, version)).toBeUndefined();
  });
});

it('stands before every script of the project that Node runs', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Readonly<Record<string, string>> };
  const direct = Object.values(scripts).filter((script) => /^(?:exec )?node (?!bin\/run\.mjs )/.test(script));
  expect(direct).toEqual([]);
});
