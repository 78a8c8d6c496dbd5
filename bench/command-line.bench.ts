import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Benchmark, resultOf } from './benchmark.ts';
import { race } from './measure.ts';

const SCHEDULE = {
  id: 'office-hours',
  timeZone: 'Europe/Berlin',
  windows: [{ name: 'weekdays', days: ['MON-FRI'], from: '08:00', to: '18:30', capacity: { min: 10 } }],
};

/** Where npm links the commands of packages, and where `npx` looks first. */
const EMPTY_COMMAND = 'lamplighter-empty-command';

/** What `npx lamplighter check FILE` takes, beside `npx` of a command that does nothing. */
export const commandLine: Benchmark = {
  name: 'command-line',
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lamplighter-bench-'));
    const link = join('node_modules', '.bin', EMPTY_COMMAND);
    try {
      const empty = join(folder, 'empty.mjs');
      writeFileSync(empty, '#!/usr/bin/env node\n', { mode: 0o755 });
      rmSync(link, { force: true });
      symlinkSync(empty, link);
      const file = join(folder, 'schedule.json');
      writeFileSync(file, JSON.stringify(SCHEDULE));
      const timings = await race(
        [
          { name: 'npx lamplighter check FILE', run: () => call('lamplighter', 'check', file) },
          { name: 'npx of an empty command', run: () => call(EMPTY_COMMAND) },
        ],
        9,
      );
      const means = 'The time that a command takes from the shell to its answer.';
      return [resultOf({ benchmark: 'command line', means, unit: 'calls', goal: { kind: 'time', most: 2 } }, timings)];
    } finally {
      rmSync(link, { force: true });
      rmSync(folder, { recursive: true });
    }
  },
};

function call(...parameters: readonly string[]): number {
  const { status, stderr } = spawnSync('npx', parameters, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`npx ${parameters.join(' ')} failed: ${stderr}`);
  return 1;
}
