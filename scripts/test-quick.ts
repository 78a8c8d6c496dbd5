import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { dirname } from 'node:path';

/** Tests of the core that look at thousands of cases each: `npm test` is for them. */
const LONG = /laws|every-clock-change|schedule\/timeline|zone-clock|forecast\.test|next-look/;

/** Runs the tests of the core, and those of the files that differ from main: `npm run test:quick`. */
const core = globSync('test/core/**/*.test.ts').filter((file) => !LONG.test(file));
const files = [...new Set([...core, ...changedFiles().flatMap(testsOf)])];
const parameters = ['node_modules/vitest/vitest.mjs', 'run', ...files];
const { status } = spawnSync(process.execPath, parameters, { stdio: 'inherit' });
process.exitCode = status ?? 1;

/** A file of tests itself; of a source the test of the same path, or else those of the same folder. */
function testsOf(file: string): readonly string[] {
  if (/^test\/.*\.test\.ts$/.test(file)) return [file];
  if (!/^src\/.*\.tsx?$/.test(file)) return [];
  const test = file.replace(/^src\//, 'test/').replace(/\.tsx?$/, '.test.ts');
  return existsSync(test) ? [test] : globSync(`${dirname(test)}/*.test.ts`).filter((one) => !LONG.test(one));
}

/** What differs from where this branch left main, committed or not. */
function changedFiles(): readonly string[] {
  const from = linesOf('merge-base', 'HEAD', 'main')[0] ?? 'HEAD';
  const tracked = linesOf('diff', '--name-only', '--diff-filter=d', from);
  return [...tracked, ...linesOf('ls-files', '--others', '--exclude-standard')];
}

/** Nothing where git fails: a clone may have no branch main, and a folder without git has no changes. */
function linesOf(...parameters: readonly string[]): readonly string[] {
  try {
    const output = execFileSync('git', [...parameters], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return output.split('\n').filter((line) => line !== '');
  } catch {
    return [];
  }
}
