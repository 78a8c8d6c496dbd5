import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SENTINELS } from '../../../src/emulator/life/sentinel.ts';
import { EmulatedAccount } from '../../support/emulated-account.ts';

let account: EmulatedAccount;

afterEach(() => account.close());

describe('a fault', () => {
  let node: string;

  beforeEach(async () => {
    account = await EmulatedAccount.start();
    node = (await account.createIdlePool('render', { dedicated: 2 }))[0]?.id ?? '';
  });

  it('holds back an answer for real time, and nothing else', async () => {
    await account.control('POST', 'faults', { effect: 'slow', milliseconds: 200, operation: 'Pools_GetPool' });
    const order: string[] = [];
    const slow = account.call('GET', '/pools/render').then(({ status }) => order.push(`slow ${status}`));
    // Sent after the first has been taken: it is in the journal.
    while (
      !(await account.journal('request')).some(
        ({ kind, ...entry }) => 'path' in entry && entry.path === '/pools/render',
      )
    );
    await account.call('GET', '/pools').then(({ status }) => order.push(`quick ${status}`));
    await slow;
    expect(order).toEqual(['quick 200', 'slow 200']);
    expect(await account.control('GET', 'clock')).toMatchObject({ now: '2026-03-02T12:04:00Z' });
  });

  it('lets the node vanish that a request names, with its tasks waiting again', async () => {
    await account.createJob('job', 'render');
    await account.addTasks('job', ['t1', 't2', 't3'], 600);
    await account.control('POST', 'faults', { effect: 'vanish' });
    expect(await account.call('GET', '/pools')).toMatchObject({ status: 200 });
    expect(await account.deallocate('render', node)).toMatchObject({ status: 404, body: { code: 'NodeNotFound' } });
    expect(await account.nodes('render')).toHaveLength(1);
    expect(await account.tasks('job')).toHaveLength(3);
    expect((await account.tasks('job')).filter((task) => task.endsWith('running'))).toHaveLength(1);
    expect((await account.journal('transition')).at(-1)).toMatchObject({ node, from: 'leavingpool', to: null });
  });

  it('matches by path, method and account', async () => {
    const fault = { effect: 'refuse', code: 'ServerBusy' };
    await account.control('POST', 'faults', { ...fault, path: '/pools/render/NODES/*/start' });
    await account.control('POST', 'faults', { ...fault, path: '/pools/rend', times: 100 });
    await account.control('POST', 'faults', { ...fault, method: 'post', path: '/jobs*', times: 100 });
    await account.control('POST', 'faults', { ...fault, account: 'other', times: 100 });
    expect(await account.call('POST', `/pools/render/nodes/${node}/start`)).toMatchObject({ status: 503 });
    expect(await account.call('POST', `/pools/render/nodes/${node}/start`)).toMatchObject({ status: 409 });
    expect(await account.call('GET', '/jobs')).toMatchObject({ status: 200 });
    expect(await account.call('POST', '/jobs', {})).toMatchObject({ status: 503 });
  });

  it('happens with its probability, the same way in every world of a seed', async () => {
    const drawn = async (other: EmulatedAccount) => {
      await other.control('POST', 'faults', { effect: 'refuse', probability: 0.5 });
      const statuses: number[] = [];
      for (let index = 0; index < 40; index += 1) statuses.push((await other.call('GET', '/pools')).status);
      await other.close();
      return statuses;
    };
    const [one, same, another] = await Promise.all(
      [5, 5, 6].map(async (seed) => drawn(await EmulatedAccount.start({ seed }))),
    );
    expect(one).toEqual(same);
    expect(one).not.toEqual(another);
    const refused = one?.filter((status) => status === 500).length;
    expect(refused).toBeGreaterThan(8);
    expect(refused).toBeLessThan(32);
  });

  it('can have a seed of its own, and then leaves the chance of the world alone', async () => {
    const drawn = async (seed: number, worldSeed: number) => {
      const other = await EmulatedAccount.start({ seed: worldSeed });
      await other.control('POST', 'faults', { effect: 'refuse', probability: 0.5, seed, operation: 'Pools_ListPools' });
      const statuses: number[] = [];
      for (let index = 0; index < 40; index += 1) statuses.push((await other.call('GET', '/pools')).status);
      const [id] = (await other.createIdlePool('render')).map((one) => one.id);
      const state = await other.control('GET', 'state');
      const next = (await other.call('GET', '/pools')).status;
      await other.control('PUT', 'state', state);
      expect((await other.call('GET', '/pools')).status).toBe(next);
      await other.close();
      return { statuses, id };
    };
    const one = await drawn(3, 5);
    const same = await drawn(3, 6);
    const another = await drawn(4, 5);
    expect(same.statuses).toEqual(one.statuses);
    expect(another.statuses).not.toEqual(one.statuses);
    expect(another.id).toBe(one.id);
    expect(same.id).not.toBe(one.id);
  });

  it('has either a number or a probability', async () => {
    const both = { effect: 'refuse', times: 2, probability: 0.5 };
    await expect(account.control('POST', 'faults', both)).rejects.toThrow('Either times or probability');
    const seeded = { effect: 'refuse', times: 2, seed: 1 };
    await expect(account.control('POST', 'faults', seeded)).rejects.toThrow('A seed belongs to a probability');
    await expect(account.control('POST', 'faults', { effect: 'burn' })).rejects.toThrow('$.effect');
  });

  it('says with 429 and 503 when to come again, and not with 500', async () => {
    for (const code of ['TooManyRequests', 'ServerBusy', 'InternalError'])
      await account.control('POST', 'faults', { effect: 'refuse', code });
    const answers = [];
    for (let index = 0; index < 3; index += 1) answers.push(await account.call('GET', '/pools'));
    expect(answers.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual([
      [429, '1'],
      [503, '1'],
      [500, null],
    ]);
  });
});

describe('a sentinel id', () => {
  beforeEach(async () => {
    account = await EmulatedAccount.start();
  });

  it('is slow with its pages, and with nothing else', async () => {
    await account.createPool('p-fault-pages', { dedicated: 0 });
    const order: string[] = [];
    const page = account.call('GET', '/pools/p-fault-pages/nodes').then(
      () => order.push('page'),
      () => order.push('closed'),
    );
    await account.call('GET', '/pools/p-fault-pages').then(() => order.push('pool'));
    await account.call('PATCH', '/pools/p-fault-pages', { metadata: [] }).then(() => order.push('change'));
    expect(order).toEqual(['pool', 'change']);
    await account.close();
    await page;
    expect(order.at(-1)).toBe('closed');
    account = await EmulatedAccount.start();
  });

  /** What comes of deallocating a node of a pool with such an id: the status and `Retry-After`, and the node's state. */
  async function deallocateIn(pool: string): Promise<readonly unknown[]> {
    const [node] = await account.createIdlePool(pool);
    const answer = await account.deallocate(pool, node?.id ?? '').then(
      ({ status, headers }) => [status, headers.get('retry-after')],
      () => ['no answer'],
    );
    return [...answer, ...(await account.states(pool))];
  }

  it.each([
    ['p-fault-throttled', [429, '1', 'idle']],
    ['p-fault-busy', [503, '1', 'idle']],
    ['p-fault-error', [500, null, 'idle']],
    ['p-fault-error-after', [500, null, 'deallocating']],
    ['p-fault-lost', ['no answer', 'deallocating']],
    ['p-fault-reset', ['no answer', 'idle']],
    ['P-Fault-Busy-1', [503, '1', 'idle']],
    ['p-fault-vanish', [404, null]],
    ['p-fault', [202, null, 'deallocating']],
  ])('%s', async (pool, outcome) => {
    expect(await deallocateIn(pool)).toEqual(outcome);
  });

  it('is slow to answer what has taken effect', async () => {
    const [node] = await account.createIdlePool('p-fault-slow');
    const seen = account.deallocate('p-fault-slow', node?.id ?? '').then(
      () => 'answered',
      () => 'closed',
    );
    // Every read is answered while the change is not.
    while ((await account.states('p-fault-slow'))[0] !== 'deallocating');
    expect(await Promise.race([seen, Promise.resolve('waiting')])).toBe('waiting');
    await account.close();
    expect(await seen).toBe('closed');
    account = await EmulatedAccount.start();
  });

  it('goes for jobs and tasks too, and not for what they are created by', async () => {
    await account.createPool('render');
    await account.createJob('job-fault-busy', 'render');
    await account.createJob('job', 'render');
    await account.addTasks('job', ['t-fault-throttled'], 60);
    const task = { id: 't', commandLine: 'true' };
    expect(await account.call('POST', '/jobs/job-fault-busy/tasks', task)).toMatchObject({ status: 503 });
    expect(await account.call('GET', '/jobs/job-fault-busy')).toMatchObject({ status: 200 });
    expect(await account.call('DELETE', '/jobs/job/tasks/t-fault-throttled')).toMatchObject({ status: 429 });
    expect(await account.call('DELETE', `${account.resourceId}/pools/p-fault-busy`)).toMatchObject({ status: 204 });
  });

  it('is one of those that are documented', () => {
    expect(SENTINELS.map(([part]) => part)).toEqual([
      '-fault-throttled',
      '-fault-busy',
      '-fault-error-after',
      '-fault-error',
      '-fault-lost',
      '-fault-reset',
      '-fault-slow',
      '-fault-vanish',
      '-fault-pages',
    ]);
  });
});
