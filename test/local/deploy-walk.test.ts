import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAppFolder } from '../../scripts/app-folder.ts';
import { type Runner, startRunner } from '../../src/local/runner/start-runner.ts';
import { EmulatedAccount } from '../support/emulated-account.ts';
import { TestStorage } from '../support/local-storage.ts';

/** The commands of a section of the page, in its order. */
function commandsOf(section: string): string {
  const page = readFileSync('docs/deploy.md', 'utf8');
  const body = page.split(/^## /m).find((one) => one.startsWith(`${section}\n`)) ?? '';
  return [...body.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block).join('\n');
}

const folder = mkdtempSync(join(tmpdir(), 'lamplighter-deploy-'));
const calls = join(folder, 'calls.txt');

/** Plays a command of Azure: notes how it is called, and answers what the page takes from it. */
function play(name: string, cases: string): void {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\necho "${name} $*" >> '${calls}'\ncase "$*" in\n${cases}\n*) ;;\nesac\n`);
  chmodSync(path, 0o755);
}

async function walk(section: string): Promise<{ readonly code: number | null; readonly printed: string }> {
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', commandsOf(section)], {
    env: { PATH: `${folder}:${process.env['PATH']}`, HOME: folder, ...shared },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(shell, 'close') as Promise<[number | null]>;
  const printed = await text(shell.stdout);
  const [code] = await ended;
  return { code, printed };
}

/** What one section leaves for the next: people stay in one shell. */
let shared: Readonly<Record<string, string>> = {};

let storage: TestStorage;
let account: EmulatedAccount;
let runner: Runner;
beforeAll(async () => {
  const app = join(folder, 'app');
  await buildAppFolder(app);
  storage = await TestStorage.start();
  account = await EmulatedAccount.start();
  const { name, key } = account.emulator.account;
  await account.createIdlePool('render', { dedicated: 10 });
  runner = await startRunner({
    root: app,
    settings: {
      AzureWebJobsStorage: storage.connectionString,
      BATCH_ACCOUNTS: JSON.stringify([{ name, endpoint: account.url }]),
      BATCH_ACCOUNT_KEYS: JSON.stringify({ [name]: key }),
      LAMPLIGHTER_CLOCK: `${account.url}/_emulator/clock`,
    },
    clock: { now: () => account.emulator.clock.now(), speed: 0 },
    log: () => undefined,
  });
  play(
    'azd',
    `"up") LAMPLIGHTER_ADDRESS=${runner.url} LAMPLIGHTER_PAUSE=0 sh infra/hooks/after-deploy.sh ;;
"env get-value LAMPLIGHTER_ADDRESS") echo ${runner.url} ;;
"env get-value AZURE_RESOURCE_GROUP") echo rg-lamplighter-prod ;;
"env get-value AZURE_FUNCTION_NAME") echo func-lamplighter ;;`,
  );
  play('az', `"functionapp keys list -g rg-lamplighter-prod -n func-lamplighter "*) echo ${runner.functionKey} ;;`);
});
afterAll(async () => {
  await runner?.close();
  await account?.close();
  await storage?.close();
  rmSync(folder, { recursive: true });
});

async function minutes(count: number): Promise<void> {
  for (let minute = 0; minute < count; minute += 1) {
    account.emulator.clock.advance(Temporal.Duration.from({ minutes: 1 }));
    await runner.settle();
  }
}

async function deallocations(): Promise<number> {
  return (await account.journal('request')).filter(
    (entry) => entry.kind === 'request' && entry.operation === 'Nodes_DeallocateNode',
  ).length;
}

describe('the commands of the page on deployment, with Azure played by scripts', () => {
  it('lead to a pool that is observed, and not touched', async () => {
    const { code, printed } = await walk('Observe a pool');
    expect({ code, printed }).toEqual({ code: 0, printed: expect.stringContaining('The app answers') });
    await minutes(30);
    const headers = { 'x-functions-key': runner.functionKey };
    const log = await fetch(`${runner.url}/api/audit?action=plan.observed`, { headers });
    const { records } = (await log.json()) as { readonly records: readonly { readonly reason: string }[] };
    expect(records.length).toBeGreaterThan(0);
    expect(await deallocations()).toBe(0);
    const page = await fetch(`${runner.url}/api/dashboard`);
    expect(page.status).toBe(200);
  });

  it('lead from there to a pool that is enforced, first for a canary share', async () => {
    shared = { APP: runner.url, KEY: runner.functionKey };
    expect(await walk('Enforce')).toMatchObject({ code: 0 });
    await minutes(1);
    expect(await deallocations()).toBe(1);
    await minutes(20);
    expect(await deallocations()).toBe(8);
    expect((await account.states('render')).filter((state) => state === 'idle')).toHaveLength(2);
  });

  it('set only what the templates read', () => {
    const known = readFileSync('infra/main.parameters.json', 'utf8');
    const set = [...readFileSync(calls, 'utf8').matchAll(/^azd env set (\w+)/gm)].map(([, name]) => name);
    expect(set.length).toBeGreaterThan(0);
    for (const name of set) expect(known).toContain(`\${${name}}`);
  });
});
