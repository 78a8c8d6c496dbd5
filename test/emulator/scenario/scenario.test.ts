import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { holdLock } from '../../../src/emulator/file-lock.ts';
import { ScenarioError } from '../../../src/emulator/inputs/problem.ts';
import { startEmulator } from '../../../src/emulator/start-emulator.ts';
import { EmulatedAccount, IMAGE } from '../../support/emulated-account.ts';

const EXAMPLE_FILE = 'test/emulator/scenarios/example.json';
const EXAMPLE: Record<string, unknown> = JSON.parse(readFileSync(EXAMPLE_FILE, 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'emulator-'));
afterAll(() => rmSync(folder, { recursive: true }));

let account: EmulatedAccount | undefined;
afterEach(async () => {
  await account?.close();
  account = undefined;
});

/** An emulator with a scenario alone: nothing that the tests usually say comes before it. */
async function begin(scenario: unknown): Promise<EmulatedAccount> {
  account = await EmulatedAccount.on(await startEmulator({ port: 0, scenario }));
  return account;
}

async function problemsOf(scenario: unknown): Promise<readonly string[]> {
  const error = await startEmulator({ port: 0, scenario }).then(
    async (emulator) => emulator.close(),
    (failure: unknown) => failure,
  );
  if (!(error instanceof ScenarioError)) throw new Error(`Not a ScenarioError: ${error}`);
  return error.problems.map(({ path, message }) => `${path}: ${message}`);
}

describe('a scenario', () => {
  it('is there when the emulator is: clock, latencies, knobs, accounts, pools, jobs, tasks and faults', async () => {
    const { emulator } = await begin(EXAMPLE);
    expect(emulator.accounts.map(({ name, resourceGroup }) => [name, resourceGroup])).toEqual([
      ['studio', 'demo'],
      ['laboratory', 'science'],
    ]);
    expect(await account?.control('GET', 'clock')).toEqual({ now: '2026-03-02T06:00:00Z', speed: 0 });
    expect(await account?.control('GET', 'knobs')).toMatchObject({ startFailure: { share: 0.1 } });
    expect(await account?.control('GET', 'latencies')).toMatchObject({ create: { median: 'PT60S', sigma: 0 } });
    expect(await account?.states('render')).toEqual(['creating', 'creating', 'creating']);
    expect(await account?.tasks('frames')).toEqual(['frame-1 active', 'frame-2 active']);
    await account?.advance('PT10M');
    expect(await account?.tasks('frames')).toEqual(['frame-1 running', 'frame-2 running']);
    expect(await account?.control('GET', 'faults')).toMatchObject({ faults: [{ times: 2 }] });
  });

  it('begins with faults of starts and shortages, whose durations count from its beginning', async () => {
    await begin({
      start: '2026-03-02T06:00:00Z',
      speed: 0,
      startFaults: [{ outcome: 'unusable', nodeNumbers: [2], for: 'PT2H' }],
      shortages: [{ vmSize: 'STANDARD_D2S_V3', until: '2026-03-02T07:00:00Z' }],
    });
    expect(await account?.control('GET', 'startfaults')).toMatchObject({
      startFaults: [{ outcome: 'unusable', nodeNumbers: [2], until: '2026-03-02T08:00:00Z' }],
    });
    expect(await account?.control('GET', 'shortages')).toEqual({
      shortages: [{ vmSize: 'STANDARD_D2S_V3', capacity: 0, until: '2026-03-02T07:00:00Z' }],
    });
  });

  it('is told of by the journal like any other requests', async () => {
    await begin(EXAMPLE);
    const requests = (await account?.journal('request')) ?? [];
    expect(requests.map((entry) => 'operation' in entry && [entry.operation, entry.account, entry.status])).toEqual([
      ['Pool_Create', 'studio', 200],
      ['Jobs_CreateJob', 'studio', 201],
      ['Tasks_CreateTask', 'studio', 201],
      ['Tasks_CreateTask', 'studio', 201],
    ]);
  });

  it('comes after what options say', async () => {
    account = await EmulatedAccount.start({ scenario: EXAMPLE, knobs: { offlineDeallocatable: true } });
    expect(await account.control('GET', 'clock')).toMatchObject({ now: '2026-03-02T12:00:00Z' });
    expect(await account.control('GET', 'knobs')).toMatchObject({
      offlineDeallocatable: true,
      startFailure: { share: 0.1 },
    });
  });

  it('may have sentinel ids: it is built all the same', async () => {
    const job = { id: 'j-fault-busy', poolInfo: { poolId: 'p' }, tasks: [{ id: 't', commandLine: 'true' }] };
    await begin({ accounts: [{ name: 'demo', jobs: [job] }] });
    expect(await account?.tasks('j-fault-busy')).toEqual(['t active']);
    const task = { id: 'u', commandLine: 'true' };
    expect(await account?.call('POST', '/jobs/j-fault-busy/tasks', task)).toMatchObject({ status: 503 });
  });

  it('is checked to its end, and everything that is wrong has its path', async () => {
    const task = { id: 't', commandLine: 'true' };
    const pool = {
      name: 'p',
      properties: { vmSize: 'A', deploymentConfiguration: { virtualMachineConfiguration: IMAGE } },
    };
    const problems = await problemsOf({
      seed: 'one',
      start: 'soon',
      colour: 'red',
      knobs: { drainingState: 'asleep' },
      accounts: [
        { name: 'demo', pools: [pool, pool, { name: 'q', properties: { vmSize: 7 } }, { properties: {} }] },
        {
          name: 'Not A Name',
          jobs: [
            { id: 'a', tasks: [task, { id: 'u' }] },
            { id: 'b', poolInfo: { poolId: 'p' }, tasks: [task, { ...task, id: 'T' }] },
          ],
        },
        { name: 'demo' },
      ],
      faults: [{ effect: 'refuse' }, { effect: 'burn' }],
      startFaults: [{ outcome: 'stuck' }, { outcome: 'gone' }],
      shortages: [{ vmSize: 'A' }, {}],
    });
    expect(problems.map((problem) => problem.split(':')[0]).toSorted()).toEqual(
      [
        '$',
        '$.accounts.0.pools.1',
        '$.accounts.0.pools.2.properties.deploymentConfiguration',
        '$.accounts.0.pools.2.properties.vmSize',
        '$.accounts.0.pools.3.name',
        '$.accounts.0.pools.3.properties.deploymentConfiguration',
        '$.accounts.0.pools.3.properties.vmSize',
        '$.accounts.1.jobs.0.poolInfo',
        '$.accounts.1.jobs.0.tasks.1.commandLine',
        '$.accounts.1.jobs.1.tasks.1',
        '$.accounts.1.name',
        '$.accounts.2.name',
        '$.faults.1.effect',
        '$.knobs.drainingState',
        '$.seed',
        '$.shortages.1.vmSize',
        '$.start',
        '$.startFaults.1.outcome',
      ].toSorted(),
    );
    expect(problems).toContainEqual(expect.stringContaining('$.accounts.0.pools.1: PoolExists'));
  });

  it.each([7, null, [], { accounts: {} }, { accounts: [7] }, { accounts: [{ name: 'demo', pools: [7], jobs: [7] }] }])(
    'that is %j is no scenario',
    async (scenario) => {
      expect(await problemsOf(scenario)).not.toEqual([]);
    },
  );
});

describe('several accounts', () => {
  const accounts = [{ name: 'first' }, { name: 'second', key: 'c2Vjb25k', resourceGroup: 'other' }];
  const hour = Math.floor(Date.now() / 1000) + 3600;
  const claims = Buffer.from(JSON.stringify({ aud: 'https://batch.core.windows.net', exp: hour })).toString(
    'base64url',
  );
  const bearer = { authorization: `Bearer e30.${claims}.e30` };

  it('have each their own pools; the key of a request says whose they are', async () => {
    account = await EmulatedAccount.start({ accounts });
    const second = await EmulatedAccount.on({
      ...account.emulator,
      account: account.emulator.accounts[1] ?? fail(),
    });
    await account.createPool('render');
    await second.createPool('render', { dedicated: 2 });
    expect([await account.states('render'), await second.states('render')]).toMatchObject([
      { length: 1 },
      { length: 2 },
    ]);
    expect(second.resourceId).toContain('/resourceGroups/other/');
  });

  it('are told apart by the host name where there is no key', async () => {
    account = await EmulatedAccount.start({ accounts });
    expect(await statusFrom(account, { ...bearer, host: 'second.localhost' })).toBe(200);
    expect(await statusFrom(account, { ...bearer, host: 'third.localhost' })).toBe(400);
    expect(await account.call('GET', '/pools', undefined, bearer)).toMatchObject({
      status: 400,
      body: { code: 'InvalidAuthenticationInfo' },
    });
  });

  it('need names of their own', async () => {
    await expect(startEmulator({ port: 0, accounts: [{ name: 'same' }, { name: 'Same' }] })).rejects.toThrow(
      'two accounts',
    );
  });
});

describe('the command line', () => {
  function run(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
    return new Promise((resolve) => {
      const child = execFile(process.execPath, ['src/emulator/main.ts', ...args], (error, out, err) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
      );
      // What is ready is ended: all that is asked here is how it begins.
      child.stdout?.once('data', () => child.kill('SIGTERM'));
    });
  }

  it('tells of its options', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    for (const option of ['port', 'account', 'key', 'tls-cert', 'tls-key', 'scenario'])
      expect(out).toContain(`--${option}`);
  });

  it('keeps a world in a file for one process at a time, which a second one is told of', async () => {
    const place = join(folder, 'shared');
    mkdirSync(place);
    const file = join(place, 'world.jsonl');
    const unlock = holdLock(`${file}.in-use.json`, { name: 'it', kind: 'file' });
    const refused = await run('--port', '0', '--json', '--file', file);
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toContain(`--file ${file} is in use by process ${process.pid}; end that process`);
    unlock();
    for (const _ of [1, 2]) expect(await run('--port', '0', '--json', '--file', file)).toMatchObject({ code: 0 });
    expect(readdirSync(place)).toEqual(['world.jsonl']);
  });

  it('begins with a scenario', async () => {
    const { code, out } = await run('--port', '0', '--json', '--scenario', EXAMPLE_FILE);
    expect([code, JSON.parse(out)]).toMatchObject([0, { ready: true, account: 'studio' }]);
  });

  it.each([
    [['--colour', 'red'], "Unknown option '--colour'"],
    [['--port', 'many'], '--port many: a whole number from 0 to 65535'],
    [['--speed', '-1'], '--speed'],
    [['--start', 'soon'], '--start soon: an instant'],
    [['--tls-key', 'key.pem'], 'belong together'],
    [['--scenario', join(folder, 'none.json')], 'There is no file'],
    [['--file', join(folder, 'none', 'world.jsonl')], 'there is no such folder'],
    [['--file', EXAMPLE_FILE], `${EXAMPLE_FILE} is another kind of file`],
    [['--tls-key', 'none.pem', '--tls-cert', 'none.pem'], 'There is no file'],
  ])('says what is wrong with %j, with exit code 2', async (args, words) => {
    const { code, err } = await run('--port', '0', ...args);
    expect([code, err]).toEqual([2, expect.stringContaining(words)]);
    expect(err).not.toContain('    at ');
  });

  it('says everything that is wrong with a scenario, and that a port is taken', async () => {
    const file = join(folder, 'wrong.json');
    writeFileSync(file, JSON.stringify({ seed: -1, knobs: { colour: 'red' } }));
    const { code, err } = await run('--port', '0', '--scenario', file);
    expect(code).toBe(2);
    expect(err).toContain('$.seed');
    expect(err).toContain('$.knobs');
    writeFileSync(file, '{');
    expect(await run('--port', '0', '--scenario', file)).toMatchObject({
      code: 2,
      err: expect.stringContaining('not JSON'),
    });

    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    expect(await run('--port', String(port))).toMatchObject({
      code: 2,
      err: `emulator: Port ${port} is taken; choose another with --port, 0 for any free one.\n`,
    });
    await new Promise((resolve) => server.close(resolve));
  });
});

/** The status of a list of pools; `fetch` does not let the host name be chosen. */
function statusFrom({ url }: EmulatedAccount, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(`${url}/pools?api-version=2025-06-01`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).once('error', reject);
  });
}

function fail(): never {
  throw new Error('There is no second account.');
}

// The example is one that a reader can start at any time.
it('has an example whose beginning is an instant', () => {
  expect(() => Temporal.Instant.from(String(EXAMPLE['start']))).not.toThrow();
});
