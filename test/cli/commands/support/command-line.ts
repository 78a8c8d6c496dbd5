import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Command } from '../../../../src/cli/terminal/command.ts';

/** A folder for the files of a test, which is removed after it. */
export function fileFolder(): {
  readonly file: (name: string, content: unknown) => string;
  readonly path: () => string;
} {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lamplighter-cli-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  return {
    path: () => folder,
    file: (name, content) => {
      const path = join(folder, name);
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));
      return path;
    },
  };
}

/** Runs a command; gives its exit code and what it printed. */
export async function run(
  command: Command,
  ...parameters: readonly string[]
): Promise<{ readonly code: number; readonly output: string }> {
  let output = '';
  const code = await command(parameters, (text) => {
    output += text;
  });
  return { code, output };
}

export const WINDOW = { name: 'weekdays', days: ['MON-FRI'], from: '08:00', to: '18:30', capacity: { min: 10 } };
export const SCHEDULE = { id: 'office', timeZone: 'Europe/Berlin', windows: [WINDOW] };
export const POLICY = { id: 'render', pools: ['render'], schedules: ['office'] };
