import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../src/emulator/world/virtual-clock.ts';
import { NOON } from '../../support/builders.ts';
import { EmulatedAccount } from '../../support/emulated-account.ts';

describe('the clock', () => {
  it('runs with the wall clock at its speed', () => {
    let wall = 0;
    const clock = new VirtualClock({ start: NOON, speed: 60, wall: () => wall });
    wall = 1000;
    expect(clock.now().toString()).toBe('2026-03-02T12:01:00Z');
    clock.setSpeed(1);
    wall = 3000;
    expect(clock.now().toString()).toBe('2026-03-02T12:01:02Z');
    clock.setSpeed(0);
    wall = 99_000;
    expect(clock.now().toString()).toBe('2026-03-02T12:01:02Z');
  });

  it('is moved by a duration or to an instant, and never back', async () => {
    const account = await EmulatedAccount.start();
    expect(await account.control('GET', 'clock')).toEqual({ now: '2026-03-02T12:00:00Z', speed: 0 });
    expect(await account.control('POST', 'clock', { advance: 'PT5M' })).toMatchObject({ now: '2026-03-02T12:05:00Z' });
    expect(await account.control('POST', 'clock', { to: '2026-03-03T00:00:00Z' })).toMatchObject({
      now: '2026-03-03T00:00:00Z',
    });
    await expect(account.control('POST', 'clock', { to: '2026-03-02T00:00:00Z' })).rejects.toThrow(
      'the clock does not go back',
    );
    await expect(account.control('POST', 'clock', { advance: 'soon' })).rejects.toThrow('"path":"$.advance"');
    for (const advance of ['-PT5M', 'P36501D']) {
      const wrong = account.control('POST', 'clock', { advance });
      await expect(wrong).rejects.toThrow('from nothing to a hundred years');
    }
    await expect(account.control('PUT', 'latencies', { start: { median: '-PT5M' } })).rejects.toThrow('$.start.median');
    await expect(account.control('POST', 'clock', { forward: 'PT5M' })).rejects.toThrow('Unrecognized key');
    await expect(account.control('POST', 'clock', { to: '+010000-01-01T00:00:00Z' })).rejects.toThrow('$.to');
    await account.control('POST', 'clock', { to: '9999-12-31T00:00:00Z' });
    await expect(account.control('POST', 'clock', { advance: 'P1D' })).rejects.toThrow('ends with the year 9999');
    expect(await account.control('GET', 'clock')).toMatchObject({ now: '9999-12-31T00:00:00Z' });
    await account.close();
  });

  it('jumps: nothing happens on the way but what is due', async () => {
    const account = await EmulatedAccount.start();
    await account.createIdlePool('render', { dedicated: 10 });
    const before = await account.journal();
    await account.advance('PT8760H');
    expect(await account.journal()).toEqual(before);
    await account.close();
  });
});

describe('a fault that can affect no request', () => {
  it.each([
    [{ operation: 'Nodes_Reboot' }, /\$\.operation.*There is no such operation; there is .*Nodes_RebootNode/],
    [{ operation: 'RebootNode' }, /\$\.operation.*Jobs_…, .*Nodes_…/],
    [{ method: 'FETCH' }, /\$\.method.*No operation has this method/],
  ])('is refused: %j', async (selects, message) => {
    const account = await EmulatedAccount.start();
    await expect(account.control('POST', 'faults', { effect: 'refuse', ...selects })).rejects.toThrow(message);
    expect(await account.control('GET', 'faults')).toEqual({ faults: [] });
    await account.close();
  });

  it('is told from one that can', async () => {
    const account = await EmulatedAccount.start();
    const fault = { effect: 'refuse', account: 'DEMO', method: 'get', operation: 'Nodes_GetNode' };
    expect(await account.control('POST', 'faults', fault)).toMatchObject({ faults: [fault] });
    await account.close();
  });
});

describe('the journal', () => {
  it('tells of every request and every change, page by page', async () => {
    const account = await EmulatedAccount.start();
    await account.createPool('render');
    await account.call('GET', '/pools/other', undefined, { 'client-request-id': 'abc' });
    await account.advance('PT4M');
    const entries = await account.journal();
    expect(entries.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    expect(entries).toMatchObject([
      { kind: 'transition', from: null, to: 'creating', at: '2026-03-02T12:00:00.0000000Z' },
      {
        kind: 'request',
        operation: 'Pool_Create',
        method: 'PUT',
        status: 200,
        account: 'demo',
        body: { properties: {} },
      },
      {
        kind: 'request',
        operation: 'Pools_GetPool',
        path: '/pools/other',
        status: 404,
        code: 'PoolNotFound',
        clientRequestId: 'abc',
      },
      { kind: 'transition', from: 'creating', to: 'starting', at: '2026-03-02T12:01:00.0000000Z' },
      { kind: 'transition', from: 'starting', to: 'idle', at: '2026-03-02T12:04:00.0000000Z' },
    ]);
    const page = await account.control<{ next: number; entries: object[] }>('GET', 'journal?after=1&limit=2');
    expect([page.entries.length, page.next]).toEqual([2, 3]);
    await account.close();
  });

  it('forgets the oldest entries when it is full, and says how many', async () => {
    const account = await EmulatedAccount.start({ journalCapacity: 10 });
    for (let index = 0; index < 30; index += 1) await account.call('GET', '/pools');
    const { forgotten, entries } = await account.control<{ forgotten: number; entries: { number: number }[] }>(
      'GET',
      'journal',
    );
    expect(entries.length).toBeGreaterThanOrEqual(10);
    expect(entries.at(-1)?.number).toBe(30);
    expect(forgotten).toBe(30 - entries.length);
    await account.close();
  });
});

describe('a fault', () => {
  let account: EmulatedAccount;
  let node: string;

  beforeEach(async () => {
    account = await EmulatedAccount.start();
    node = (await account.createIdlePool('render'))[0]?.id ?? '';
  });
  afterEach(() => account.close());

  it('refuses the next requests that match, and no more', async () => {
    await account.control('POST', 'faults', {
      effect: 'refuse',
      code: 'TooManyRequests',
      retryAfter: 7,
      operation: 'Nodes_DeallocateNode',
      times: 2,
    });
    expect(await account.call('GET', '/pools')).toMatchObject({ status: 200 });
    for (const _ of [1, 2]) {
      const { status, headers } = await account.deallocate('render', node);
      expect([status, headers.get('retry-after')]).toEqual([429, '7']);
    }
    expect(await account.deallocate('render', node)).toMatchObject({ status: 202 });
  });

  it('answers with an error though the act took effect', async () => {
    await account.control('POST', 'faults', { effect: 'fail-after', code: 'OperationTimedOut' });
    expect(await account.deallocate('render', node)).toMatchObject({
      status: 500,
      body: { code: 'OperationTimedOut' },
    });
    expect(await account.states('render')).toEqual(['deallocating']);
  });

  it('loses the answer of an act', async () => {
    await account.control('POST', 'faults', { effect: 'lose-answer', operation: 'Nodes_DeallocateNode' });
    await expect(account.deallocate('render', node)).rejects.toThrow();
    expect(await account.states('render')).toEqual(['deallocating']);
    expect((await account.journal('request')).at(-2)).toMatchObject({ operation: 'Nodes_DeallocateNode', status: 0 });
  });

  it('closes the connection before anything happens', async () => {
    await account.control('POST', 'faults', { effect: 'reset', operation: 'Nodes_DeallocateNode' });
    await expect(account.deallocate('render', node)).rejects.toThrow();
    expect(await account.states('render')).toEqual(['idle']);
  });

  it('can be taken back', async () => {
    await account.control('POST', 'faults', { effect: 'refuse', times: 100 });
    await account.control('DELETE', 'faults');
    expect(await account.deallocate('render', node)).toMatchObject({ status: 202 });
  });
});

describe('a world in a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'emulator-'));
  const file = join(folder, 'world.jsonl');
  afterEach(() => rmSync(file, { force: true }));

  /** Everything that can be seen of the account. */
  async function everything(account: EmulatedAccount): Promise<unknown> {
    const paths = ['/pools', '/pools/render/nodes', '/jobs', '/jobs/job/tasks', '/nodecounts'];
    const bodies = await Promise.all(paths.map(async (path) => (await account.call(`GET`, path)).body));
    const clock = await account.control('GET', 'clock');
    return JSON.parse(JSON.stringify([bodies, clock]).replaceAll(account.url, 'URL'));
  }

  async function live(account: EmulatedAccount): Promise<void> {
    const nodes = await account.createIdlePool('render', { dedicated: 3, properties: { taskSlotsPerNode: 2 } });
    await account.createJob('job', 'render');
    await account.addTasks('job', ['t1', 't2', 't3', 't4', 't5', 't6', 't7'], 45);
    await account.deallocate('render', nodes[0]?.id ?? '', 'requeue');
    await account.advance('PT30S');
  }

  it('is the same when it is opened again, also after it was killed', async () => {
    const account = await EmulatedAccount.start({ file, seed: 3, latencies: {} });
    await live(account);
    const before = await everything(account);
    // Opened a second time while the first still runs: nothing was closed, as after a kill.
    const again = await EmulatedAccount.start({ file, seed: 99, latencies: {} });
    expect(await everything(again)).toEqual(before);
    await again.advance('PT10M');
    await account.advance('PT10M');
    expect(JSON.stringify(await everything(again))).toBe(JSON.stringify(await everything(account)));
    await Promise.all([account.close(), again.close()]);
  });

  it('passes over a last line that was cut off', async () => {
    const account = await EmulatedAccount.start({ file });
    await live(account);
    const before = await everything(account);
    await account.close();
    writeFileSync(file, `${readFileSync(file, 'utf8')}{"kind":"request","at":"2026`);
    const again = await EmulatedAccount.start({ file });
    expect(await everything(again)).toEqual(before);
    await again.createJob('another', 'render');
    await again.close();
    const third = await EmulatedAccount.start({ file });
    expect(await third.call('GET', '/jobs/another')).toMatchObject({ status: 200 });
    await third.close();
  });
});
