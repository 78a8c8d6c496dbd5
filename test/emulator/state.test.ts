import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../../src/emulator/start-emulator.ts';
import { EmulatedAccount } from '../support/emulated-account.ts';

const folder = mkdtempSync(join(tmpdir(), 'emulator-'));
const file = join(folder, 'world.jsonl');
const open: EmulatedAccount[] = [];

async function begin(options: EmulatorOptions = {}): Promise<EmulatedAccount> {
  const account = await EmulatedAccount.start(options);
  open.push(account);
  return account;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((account) => account.close()));
  rmSync(file, { force: true });
});

/** Everything that can be seen of a world: its lists, its clock, what it can be asked for itself, and its journal. */
async function everything(account: EmulatedAccount): Promise<unknown> {
  const paths = ['/pools', '/pools/render/nodes', '/jobs', '/jobs/job/tasks', '/nodecounts', '/jobs/job/taskcounts'];
  const names = ['clock', 'knobs', 'latencies', 'faults', 'journal?limit=100000'];
  // The journal comes first: what is read for this comparison must not be in it.
  const own: unknown[] = [];
  for (const name of names.toReversed()) own.push(await account.control('GET', name));
  const lists: unknown[] = [];
  for (const path of paths) lists.push((await account.call('GET', path)).body);
  lists.push((await account.call('GET', `${account.resourceId}/pools`)).body);
  const text = JSON.stringify([own, lists])
    .replaceAll(account.url, 'URL')
    .replaceAll(new URL(account.url).host, 'HOST');
  return JSON.parse(text.replaceAll(/RequestId:[0-9a-f-]+/g, ''));
}

/** A life with everything that leaves traces: tasks, deallocations, faults by chance, knobs, reads. */
async function live(account: EmulatedAccount): Promise<void> {
  await account.control('PUT', 'latencies', { start: { median: 'PT2M', sigma: 0.5 } });
  const nodes = await account.createIdlePool('render', { dedicated: 4, properties: { taskSlotsPerNode: 2 } });
  await account.createJob('job', 'render');
  await account.addTasks('job', ['t1', 't2', 't3', 't4', 't5', 't6', 't7', 't8', 't9'], 45);
  await account.deallocate('render', nodes[0]?.id ?? '', 'requeue');
  await account.control('PUT', 'knobs', {
    startFailure: { share: 0.5, shows: 'deallocated' },
    dedicatedNodeQuota: null,
  });
  await account.control('POST', 'faults', { effect: 'refuse', operation: 'Jobs_GetJob', probability: 0.5 });
  for (let index = 0; index < 5; index += 1) await account.call('GET', '/jobs/job');
  await account.call('GET', '/pools/none');
  await account.call('GET', '/pools', undefined, { authorization: 'SharedKey demo:wrong' });
  await account.control('POST', 'nodes', { pool: 'render', node: nodes[1]?.id, state: 'unusable' });
  await account.advance('PT2M');
  await account.call('POST', `/pools/render/nodes/${nodes[0]?.id}/start`);
  await account.advance('PT17.5S');
}

describe('a state that was saved', () => {
  it('makes another emulator the same world, with the same past and the same future', async () => {
    const saved = await begin({ seed: 3 });
    await live(saved);
    const state = await saved.control<object>('GET', 'state');
    const restored = await begin({ seed: 99, account: { name: 'other' }, knobs: { offlineDeallocatable: true } });
    await restored.createPool('gone');
    await restored.control('PUT', 'state', JSON.parse(JSON.stringify(state)));
    expect(await restored.control('GET', 'state')).toEqual(state);
    expect(await everything(restored)).toEqual(await everything(saved));
    for (const account of [saved, restored]) {
      await account.advance('PT20M');
      for (let index = 0; index < 5; index += 1) await account.call('GET', '/jobs/job');
      await account.createPool('more');
      await account.advance('PT40M');
    }
    expect(await everything(restored)).toEqual(await everything(saved));
  });

  it('has its clock and its account after it was restored', async () => {
    const saved = await begin({ account: { name: 'studio' }, start: (await begin()).emulator.clock.now() });
    await saved.advance('PT3H');
    const restored = await begin();
    const { clock } = restored.emulator;
    await restored.control('PUT', 'state', await saved.control('GET', 'state'));
    expect(restored.emulator.account.name).toBe('studio');
    expect(clock.now().toString()).toBe('2026-03-02T15:00:00Z');
    await restored.advance('PT1H');
    expect(clock.now().toString()).toBe('2026-03-02T16:00:00Z');
    expect(restored.emulator.clock).toBe(clock);
  });

  it('goes back in time as well as forth, and can be restored again and again', async () => {
    const account = await begin();
    await live(account);
    const state = await account.control('GET', 'state');
    const before = await everything(account);
    for (const _ of [1, 2]) {
      await account.advance('PT5H');
      await account.createPool('more');
      await account.control('PUT', 'state', state);
      expect(await everything(account)).toEqual(before);
    }
  });

  it('contains the scenario that the world began with', async () => {
    const scenario = JSON.parse(readFileSync('test/emulator/scenarios/example.json', 'utf8'));
    const saved = await begin({ scenario });
    await saved.advance('PT10M');
    const restored = await begin();
    await restored.control('PUT', 'state', await saved.control('GET', 'state'));
    expect(await restored.tasks('frames')).toEqual(await saved.tasks('frames'));
    expect(await everything(restored)).toEqual(await everything(saved));
  });

  it('is refused where it is none, and changes nothing then', async () => {
    const account = await begin();
    await account.createPool('render');
    const state = await account.control<{ log: object[] }>('GET', 'state');
    const restore = (wrong: unknown) => account.control('PUT', 'state', wrong);
    await expect(restore({})).rejects.toThrow('$.log');
    await expect(restore({ ...state, format: 2 })).rejects.toThrow('$.format');
    await expect(restore({ ...state, log: state.log.slice(1) })).rejects.toThrow('$.log.0');
    const [world, ...rest] = state.log;
    await expect(restore({ ...state, now: '2026-03-02T11:00:00Z' })).rejects.toThrow(
      'Its times must follow each other',
    );
    await expect(restore({ ...state, log: [{ ...world, start: 'soon' }, ...rest] })).rejects.toThrow('$.log.0.start');
    const scenario = { accounts: [{ name: 'demo', pools: [{ name: 'p', properties: {} }] }] };
    const unbuildable = restore({ ...state, log: [{ ...world, scenario }, ...rest] });
    await expect(unbuildable).rejects.toThrow('$.accounts.0.pools.0.properties.vmSize');
    expect(await account.states('render')).toEqual(['creating']);
  });

  it('takes the place of what a file kept', async () => {
    const saved = await begin();
    await live(saved);
    const account = await begin({ file });
    await account.createPool('gone');
    await account.control('PUT', 'state', await saved.control('GET', 'state'));
    await account.createPool('more');
    const again = await begin({ file });
    for (const path of ['/pools', '/pools/render/nodes', '/jobs/job/tasks']) {
      const seen = async (one: EmulatedAccount) => {
        const { body } = await one.call<object>('GET', path);
        return JSON.stringify(body).replaceAll(one.url, 'URL');
      };
      expect(await seen(again)).toBe(await seen(account));
    }
  });
});

describe('a world in a file', () => {
  it('goes on as it began, whatever the options are later', async () => {
    const account = await begin({
      file,
      accounts: [{ name: 'one' }, { name: 'two' }],
      knobs: { drainingState: 'running' },
    });
    await live(account);
    const before = await everything(account);
    const again = await begin({
      file,
      seed: 5,
      latencies: {},
      knobs: { countsLagSeconds: 600 },
      account: { name: 'three' },
    });
    expect(again.emulator.accounts.map(({ name }) => name)).toEqual(['one', 'two']);
    // What was only read before is not in the journal of a world that was opened again.
    const withoutJournal = (seen: unknown) => {
      const [[, ...own], ...lists] = seen as readonly [readonly unknown[], ...unknown[]];
      return [own, lists];
    };
    expect(withoutJournal(await everything(again))).toEqual(withoutJournal(before));
  });

  it('takes no more room for a clock that goes on while nothing changes', async () => {
    const account = await begin({ file });
    await account.createPool('render');
    for (let minute = 0; minute < 20; minute += 1) await account.advance('PT1M');
    await account.createPool('more');
    for (let minute = 0; minute < 20; minute += 1) await account.advance('PT59S');
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const entries = lines.map((line) => JSON.parse(line) as { kind: string });
    expect(entries.map(({ kind }) => kind)).toEqual(['world', 'request', 'time', 'request', 'time']);
    expect(await account.control<object>('GET', 'state')).toMatchObject({ log: entries });
    const again = await begin({ file });
    expect(await again.control<object>('GET', 'clock')).toMatchObject(await account.control<object>('GET', 'clock'));
  });

  it('does not let a request in again that was refused for its key', async () => {
    const account = await begin({ file });
    const properties = { vmSize: 'A' };
    const wrong = { authorization: 'SharedKey demo:wrong' };
    await account.call('PUT', `${account.resourceId}/pools/render`, { properties }, wrong);
    await account.advance('PT1M');
    const again = await begin({ file });
    expect(await again.call('GET', '/pools')).toMatchObject({ body: { value: [] } });
  });
});
