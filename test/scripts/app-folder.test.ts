import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAppFolder } from '../../scripts/app-folder.ts';
import { zipFolder } from '../../scripts/zip-folder.ts';
import { type Runner, startRunner } from '../../src/local/runner/start-runner.ts';
import { EmulatedAccount } from '../support/emulated-account.ts';
import { TestStorage } from '../support/local-storage.ts';

const folder = mkdtempSync(join(tmpdir(), 'lamplighter-app-'));
const built = join(folder, 'built');
/** A copy with nothing of the project around it. */
const copy = join(folder, 'copy');
/** Of the app, as paths in the folder. */
let parts: readonly string[];

beforeAll(async () => {
  await buildAppFolder(built);
  cpSync(built, copy, { recursive: true });
  parts = globSync('parts-*/*', { cwd: built });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the folder that is deployed', () => {
  it('holds what the app needs and nothing else', () => {
    const names = readdirSync(built).map((name) => name.replace(/^parts-[\da-f]{8}$/, 'parts-…'));
    expect(names.toSorted()).toEqual([
      'LICENSE',
      'THIRD-PARTY-NOTICES.txt',
      'dashboard.html',
      'host.json',
      'lamplighter.cjs',
      'package.json',
      'parts-…',
    ]);
    expect(parts.filter((file) => !file.endsWith('.cjs'))).toEqual([]);
  });

  it('also holds the files of the folder documents', async () => {
    const withFiles = join(folder, 'with-files');
    await buildAppFolder(withFiles, 'src/local/demo/documents');
    expect((await zipFolder(withFiles)).files.map(({ path }) => path)).toContain('documents/policies/render.json');
  });

  it('has a package.json that leaves nothing to install or to run', () => {
    const manifest = JSON.parse(readFileSync(join(built, 'package.json'), 'utf8'));
    expect(Object.keys(manifest)).not.toEqual(expect.arrayContaining(['dependencies', 'scripts', 'type']));
    expect(globSync(manifest.main, { cwd: built })).toEqual(['lamplighter.cjs']);
  });

  it('has no source in it, no map, and nothing of the emulator', () => {
    const texts = ['lamplighter.cjs', ...parts].map((file) => readFileSync(join(built, file), 'utf8'));
    for (const text of texts) expect(text).not.toMatch(/sourceMappingURL=|sourcesContent|supported-images/);
  });

  it('is made of as many packages as the documents say, and each that is asked for has its reason there', () => {
    const notices = readFileSync(join(built, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    const [, count] = /code of (\d+) packages/.exec(notices) ?? [];
    const documented = readFileSync('docs/security.md', 'utf8');
    expect(documented).toContain(`The app is one bundle of code of ${count} packages`);
    const [, table = ''] = documented.split('| package | why it is not written here |');
    const cells =
      table
        .split('\n\n')[0]
        ?.split('\n')
        .map((row) => row.split('|')[1] ?? '') ?? [];
    const named = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: object };
    const bundled = new Set([...notices.matchAll(/^(\S+) \S+ \([^)]+\), source: /gm)].map(([, name]) => name));
    const asked = Object.keys(dependencies).filter((name) => bundled.has(name));
    expect(named.toSorted()).toEqual(asked.toSorted());
  });

  it('makes the same zip from the same files', async () => {
    const [first, second] = [await zipFolder(built), await zipFolder(copy)];
    expect(Buffer.compare(first.bytes, second.bytes)).toBe(0);
    expect(first.files.map(({ path }) => path)).toContain('host.json');
  });

  it('loads each of its parts where there are no packages', () => {
    // The worker has one module of its own, and loads the file first that registers the functions.
    const load = `const { prototype } = require('node:module'), real = prototype.require;
    const dispose = () => ({ dispose() {} });
    const worker = { version: '4', setProgrammingModel() {}, registerFunction: dispose, registerHook: dispose };
    prototype.require = function (id) { return id === '@azure/functions-core' ? worker : real.call(this, id); };
    require('./lamplighter.cjs');
    for (const file of ${JSON.stringify(parts)}) {
      const exported = Object.keys(require('./' + file));
      // What is asked for by its name would be undefined.
      if (exported.length === 1 && exported[0] === 'default') console.error(file + ' has nothing but a default');
    }`;
    const { status, stderr } = spawnSync(process.execPath, ['-e', load], { cwd: copy, encoding: 'utf8', env: {} });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe('a bare copy of the folder, in the local runner', () => {
  let storage: TestStorage;
  let account: EmulatedAccount;
  let runner: Runner;
  const failures: string[] = [];

  beforeAll(async () => {
    storage = await TestStorage.start();
    account = await EmulatedAccount.start();
    const { name, key } = account.emulator.account;
    await account.createIdlePool('render-linux', { dedicated: 3 });
    runner = await startRunner({
      root: copy,
      settings: {
        AzureWebJobsStorage: storage.connectionString,
        BATCH_ACCOUNTS: JSON.stringify([{ name, endpoint: account.url }]),
        BATCH_ACCOUNT_KEYS: JSON.stringify({ [name]: key }),
        LAMPLIGHTER_CLOCK: `${account.url}/_emulator/clock`,
        LAMPLIGHTER_DOCUMENTS: 'src/local/demo/documents',
      },
      clock: { now: () => account.emulator.clock.now(), speed: 0 },
      log: (level, message) => {
        if (level === 'error' || level === 'warning') failures.push(message);
      },
    });
    account.emulator.clock.advance(Temporal.Duration.from({ minutes: 1 }));
    await runner.settle();
  });
  afterAll(async () => {
    await runner?.close();
    await account?.close();
    await storage?.close();
  });

  const ask = (path: string) =>
    fetch(`${runner.url}/api/${path}`, { headers: { 'x-functions-key': runner.functionKey } });

  it('answers over HTTP with what its timer and its queue have done', async () => {
    expect(failures).toEqual([]);
    expect((await ask('health')).status).toBe(200);
    expect((await ask('dashboard')).headers.get('content-type')).toMatch(/^text\/html/);
    const pool = (await (await ask('accounts/demo/pools/render-linux')).json()) as { readonly lastPlan?: unknown };
    // The timer has sent the pool to the queue, and the queue's function has planned it.
    expect(pool).toMatchObject({ policy: { id: 'render' }, lastPlan: { at: expect.any(String) } });
  });
});
