import { execFileSync, spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';

/** Tests that look at thousands of cases, or start the whole system: `npm test` is for them. */
const LONG = [
  '**/*laws*.test.ts',
  '**/*.model.test.ts',
  'test/local/**',
  'test/core/schedule/every-clock-change.test.ts',
  'test/core/schedule/timeline.test.ts',
  'test/core/time/zone-clock.test.ts',
];

/** Runs the tests of the core, and those that reach a file that differs from main: `npm run test:quick`. */
const core = globSync('test/core/**/*.test.ts');
const related = changedFiles().filter((file) => /\.(ts|tsx|mjs|json)$/.test(file));
const excluded = LONG.flatMap((pattern) => ['--exclude', pattern]);
const parameters = ['related', '--run', '--passWithNoTests', ...excluded, ...core, ...related];
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', ...parameters], { stdio: 'inherit' });
process.exitCode = status ?? 1;

/** What differs from where this branch left main, committed or not. */
function changedFiles(): readonly string[] {
  const from = linesOf('merge-base', 'HEAD', 'main')[0] ?? 'HEAD';
  return [
    ...linesOf('diff', '--name-only', '--diff-filter=d', from),
    ...linesOf('ls-files', '--others', '--exclude-standard'),
  ];
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
