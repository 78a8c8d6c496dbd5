import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { askApp } from '../../src/cli/terminal/app-client.ts';
import { buildChangedApp } from '../../src/local/build-app.ts';
import { type Local, startLocal } from '../../src/local/start-local.ts';

const ANY_PORTS = { app: 0, emulator: 0, blob: 0, queue: 0, table: 0 };
const POOL = 'demo/render-linux';

let folder: string;
let local: Local;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lamplighter-commands-'));
  vi.stubEnv('LAMPLIGHTER_PROFILES', join(folder, 'kept', 'profiles.json'));
  await buildChangedApp();
  local = await startLocal({ speed: 0, ports: ANY_PORTS, log: () => undefined });
  await local.advance(Temporal.Duration.from({ minutes: 2 }));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await local?.close();
  rmSync(folder, { recursive: true });
});

async function run(...parameters: readonly string[]): Promise<{ code: number; out: string; error: string }> {
  const said = { out: '', error: '' };
  const error = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said.error += String(text);
    return true;
  });
  const code = await main(parameters, {
    out: (text) => {
      said.out += text;
    },
    error: (text) => {
      said.error += text;
    },
  });
  error.mockRestore();
  return { code, ...said };
}

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

describe('a profile', () => {
  it('keeps address and key for the commands that follow, and for nobody else to read', async () => {
    expect(await run('explain', POOL, '--app', local.app)).toMatchObject({
      code: 1,
      error: '401 the key is missing or wrong: give --key, set LAMPLIGHTER_KEY, or keep both in a profile\n',
    });
    expect(await run('profile', 'set', '--app', local.app, '--key', local.functionKey)).toMatchObject({ code: 0 });
    expect(statSync(join(folder, 'kept', 'profiles.json')).mode & 0o077).toBe(0);
    expect((await run('profile', 'list')).out.trim().split(/\s+/)).toEqual(['default', local.app]);
    expect(await run('explain', POOL)).toMatchObject({ code: 0, out: expect.stringContaining('policy render@') });
    // The key of one app is not sent to another.
    expect((await run('explain', POOL, '--app', local.app.replace('127.0.0.1', 'localhost'))).code).not.toBe(0);
  });

  it('is missed by its name', async () => {
    expect(await run('explain', POOL, '--profile', 'prod')).toEqual({
      code: 2,
      out: '',
      error:
        "lamplighter explain: there is no profile 'prod'; 'npx lamplighter profile list' shows those that are kept\n",
    });
  });
});

describe('explain', () => {
  it('puts nodes with the same decision together, unless it is asked for each', async () => {
    const grouped = (await run('explain', POOL)).out.split('\n').filter((line) => line.includes('tvmps_'));
    const each = (await run('explain', POOL, '--nodes')).out.split('\n').filter((line) => line.includes('tvmps_'));
    expect(each.length).toBeGreaterThan(3);
    expect(grouped.length).toBeLessThan(each.length);
  });
});

describe('put', () => {
  const schedule = { id: 'late', timeZone: 'Etc/UTC', windows: [], outside: { min: 0 } };

  it('creates a document, changes it, and says that nothing has changed', async () => {
    const path = file('late.json', schedule);
    expect(await run('put', path)).toEqual({ code: 0, out: `${path}: schedules/late created\n`, error: '' });
    expect((await run('put', path)).out).toBe(`${path}: schedules/late unchanged\n`);
    const changed = file('late.json', { ...schedule, outside: { min: 1 } });
    expect((await run('put', changed)).out).toBe(`${path}: schedules/late changed\n`);
    expect(await run('put', '--new', changed)).toMatchObject({
      code: 1,
      out: expect.stringContaining('schedules/late refused\n  412 '),
    });
  });

  it('saves the others where one is refused, and says every fault', async () => {
    const bad = file('bad.json', { id: 'bad', timeZone: 'Berlin', windows: [{ name: 'w', from: '8' }] });
    const good = file('good.json', { ...schedule, id: 'good' });
    const { code, out } = await run('put', bad, good);
    expect(code).toBe(1);
    expect(out).toMatch(/schedules\/bad refused\n {2}\d{3} InvalidDocument: .*\n {2}\$\.timeZone: .*\n/);
    expect(out).toContain('schedules/good created\n');
  });

  it('warns of what has no effect', async () => {
    const policy = file('told.json', { id: 'told', pools: ['none'], startFailure: { ladder: ['tell', 'reboot'] } });
    const { code, out } = await run('put', policy);
    expect(code).toBe(0);
    expect(out).toMatch(/^ {2}warning: \$\./m);
  });
});

describe('override', () => {
  it('is put, shown and ended', async () => {
    const until = 'tuesday 18:00';
    const put = await run('override', POOL, '--min', '50%', '--until', until, '--note', 'the long render');
    expect(put).toMatchObject({ code: 0, error: '' });
    expect(put.out).toMatch(/^demo\/render-linux: at least 50% ready, at most all allocated\n/);
    // In London, where the pool's schedule is, it is winter.
    expect(put.out).toContain('until 2026-03-03T18:00:00Z');
    expect((await run('override', POOL)).out).toBe(put.out);
    expect((await run('override', POOL, '--end')).out).toBe(`${POOL}: the override is ended\n`);
    expect(await run('override', POOL)).toMatchObject({
      code: 1,
      error: expect.stringContaining('404 OverrideNotFound'),
    });
  });

  it('says what is missing', async () => {
    expect(await run('override', POOL, '--min', '4')).toMatchObject({
      code: 2,
      error:
        'lamplighter override: --until is missing: it says when the override is over, such as --until "tuesday 18:00"\n',
    });
  });
});

describe('start, deallocate and announce', () => {
  it('ask the app, whose audit log then tells the story', async () => {
    const { code, out } = await run('start', POOL, '--count', '1', '--reason', 'by hand', '--until', 'PT2H');
    expect(code).toBe(0);
    const correlation = /its correlation is (\S+)\n$/.exec(out)?.[1];
    expect(correlation).toBeDefined();
    await local.advance(Temporal.Duration.from({ minutes: 1 }));
    const { out: log } = await run('watch', '--once', '--pool', 'render-linux');
    expect(log).toMatch(/ start\.requested demo\/render-linux: /);
    expect(await run('deallocate', POOL, '--reason', 'by hand')).toMatchObject({
      code: 2,
      error: 'lamplighter deallocate: one of --count, --nodes and --all is expected\n',
    });
    const announced = await run('announce', POOL, '--slots', '3', '--by', 'tomorrow 09:00');
    expect(announced.out).toMatch(/3 slots are announced by 2026-03-03T09:00:00Z/);
  });

  it('are refused while an emergency stop is in effect, unless they are meant despite it', async () => {
    const stop = (method: 'PUT' | 'DELETE') =>
      askApp({ app: local.app, key: local.functionKey }, { method, path: 'stop', body: { reason: 'the wrong nodes' } });
    const start = ['start', POOL, '--count', '1', '--reason', 'r', '--dry-run'];
    await stop('PUT');
    expect(await run(...start)).toMatchObject({
      code: 1,
      error: expect.stringMatching(/^409 EmergencyStopped: .*--despite-stop/s),
    });
    expect(await run(...start, '--despite-stop')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^Nothing was done/),
    });
    await stop('DELETE');
  });
});

describe('undo and --dry-run', () => {
  it('say what they would do before it is done', async () => {
    const tried = await run('override', POOL, '--min', '4', '--until', 'PT4H', '--dry-run');
    expect(tried).toMatchObject({ code: 0, out: expect.stringMatching(/^Nothing was done\. /) });
    expect((await run('override', POOL)).code).toBe(1);
    expect((await run('announce', POOL, '--slots', '1', '--by', 'PT4H', '--dry-run')).out).toMatch(/^Nothing was done/);
    expect((await run('start', POOL, '--count', '1', '--reason', 'r', '--dry-run')).out).toMatch(/^Nothing was done/);
  });

  it('take back what the audit log tells of', async () => {
    expect((await run('override', POOL, '--min', '1', '--until', 'PT4H')).code).toBe(0);
    const { out } = await run('watch', '--once', '--ids', '--action', 'override');
    const record = out.trim().split('\n').at(-1)?.split(' ')[0] ?? '';
    expect((await run('undo', record, '--dry-run')).out).toMatch(/^Nothing was done\. Undo: /);
    expect(await run('undo', record)).toMatchObject({ code: 0, out: expect.stringMatching(/^Undone: /) });
    expect((await run('override', POOL)).code).toBe(1);
    expect(await run('undo', record)).toMatchObject({ code: 1, error: expect.stringContaining('412 ') });
  });
});

describe('savings', () => {
  it('are a table, CSV and JSON', async () => {
    expect((await run('savings', '--group', 'pool')).out).toMatch(/^from .* to .*\npool +hours off +restarts +saved\n/);
    expect((await run('savings', '--format', 'csv')).out).toMatch(/^pool,node_hours_off,/);
    expect(JSON.parse((await run('savings', '--json')).out)).toMatchObject({ group: 'pool' });
  });
});

describe('mcp', () => {
  async function withAssistant(
    parameters: readonly string[],
    use: (assistant: Client) => Promise<void>,
  ): Promise<void> {
    const assistant = new Client({ name: 'test', version: '1' });
    await assistant.connect(
      new StdioClientTransport({
        command: process.execPath,
        args: ['bin/lamplighter.mjs', 'mcp', ...parameters],
        env: { ...getDefaultEnvironment(), LAMPLIGHTER_APP: local.app, LAMPLIGHTER_KEY: local.functionKey },
      }),
    );
    try {
      await use(assistant);
    } finally {
      await assistant.close();
    }
  }

  const said = (result: object) =>
    (result as { readonly content: readonly { readonly text: string }[] }).content[0]?.text ?? '';
  const pool = { account: 'demo', pool: 'render-linux' };
  const body = { count: 1, reason: 'by an assistant' };

  it('shows pools and changes nothing', () =>
    withAssistant([], async (assistant) => {
      const names = (await assistant.listTools()).tools.map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(['list-pools', 'explain-pool', 'list-audit-records']));
      expect(names).not.toContain('start-nodes');
      expect(said(await assistant.callTool({ name: 'get-pool', arguments: pool }))).toContain('"id":"render-linux"');
      expect(await assistant.callTool({ name: 'get-pool', arguments: { ...pool, pool: 'none' } })).toMatchObject({
        isError: true,
        content: [{ text: expect.stringContaining('404 PoolNotFound') }],
      });
      expect(await assistant.callTool({ name: 'start-nodes', arguments: { ...pool, body } })).toMatchObject({
        isError: true,
      });
    }));

  it('acts only where it is allowed to, and after it has said what it would do', () =>
    withAssistant(['--allow-acts'], async (assistant) => {
      const start = (confirm?: boolean) =>
        assistant.callTool({ name: 'start-nodes', arguments: { ...pool, body, ...(confirm && { confirm }) } });
      expect(await start(true)).toMatchObject({ isError: true });
      expect(said(await start())).toContain('"dryRun":true');
      expect(said(await start(true))).toContain('"status":"accepted"');
      expect(await start(true)).toMatchObject({ isError: true });
    }));
});
