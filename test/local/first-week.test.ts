import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildChangedApp } from '../../src/local/build-app.ts';
import { type Local, startLocal } from '../../src/local/start-local.ts';

const ANY_PORTS = { app: 0, emulator: 0, blob: 0, queue: 0, table: 0 };
const PAGE = readFileSync('docs/first-week.md', 'utf8');

/** The commands of the page, each block by the heading that it stands under. */
const BLOCKS = PAGE.split(/^## /m).flatMap((section) =>
  [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => ({
    heading: section.split('\n')[0] ?? '',
    block,
  })),
);

let folder: string;
let local: Local;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'first-week-'));
  await buildChangedApp();
  local = await startLocal({ speed: 0, ports: ANY_PORTS, log: () => undefined });
  await local.advance(Temporal.Duration.from({ minutes: 2 }));
});
afterAll(async () => {
  await local?.close();
  rmSync(folder, { recursive: true });
});

/** Runs commands as the page has them, in a folder of their own; `npx lamplighter` is the one of this project. */
async function run(block: string): Promise<{ readonly code: number | null; readonly said: string }> {
  const command = `npx() { shift; '${process.execPath}' '${resolve('bin/lamplighter.mjs')}' "$@"; }\n${block}`;
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', command], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      LAMPLIGHTER_PROFILES: join(folder, 'profiles.json'),
      APP: local.app,
      KEY: local.functionKey,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(shell, 'close') as Promise<[number | null]>;
  const [out, error] = await Promise.all([text(shell.stdout), text(shell.stderr)]);
  return { code: (await closed)[0], said: `${out}${error}` };
}

it('runs the commands of the first week, one after the other', async () => {
  expect(BLOCKS.length).toBeGreaterThan(5);
  for (const { heading, block } of BLOCKS) {
    const { code, said } = await run(block);
    expect({ heading, code, said }).toEqual({ heading, code: 0, said: expect.any(String) });
    await local.advance(Temporal.Duration.from({ minutes: 2 }));
  }
  const path = `accounts/${local.account}/pools/render-linux`;
  const response = await fetch(`${local.app}/api/${path}`, { headers: { 'x-functions-key': local.functionKey } });
  expect(await response.json()).toMatchObject({ policy: { id: 'team', mode: 'enforce' } });
});
