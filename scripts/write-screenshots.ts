import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

// The pictures of the documents are made by the test that also looks at them, with a clock that stands.
const vitest = join(import.meta.dirname, '../node_modules/vitest/vitest.mjs');
const { status } = spawnSync(
  process.execPath,
  [vitest, 'run', 'test/local/dashboard-looks.test.ts', '--testNamePattern', 'pictures'],
  { stdio: 'inherit', env: { ...process.env, LAMPLIGHTER_SCREENSHOTS: '1' } },
);
process.exitCode = status ?? 1;
