import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WirePool } from '../../../src/wire/pool.ts';
import { EmulatedAccount } from '../../support/emulated-account.ts';

let account: EmulatedAccount;

beforeEach(async () => {
  account = await EmulatedAccount.start();
});
afterEach(() => account.close());

const knobs = (change: object) => account.control('PUT', 'knobs', change);

async function pool(id: string): Promise<WirePool> {
  return (await account.call<WirePool>('GET', `/pools/${id}`)).body;
}

/** A pool of one node that is deallocated; gives the node. */
async function deallocatedNode(): Promise<string> {
  const [node] = await account.createIdlePool('render');
  await account.deallocate('render', node?.id ?? '');
  await account.advance('PT1M');
  return node?.id ?? '';
}

async function start(node: string): Promise<void> {
  const { status } = await account.call('POST', `/pools/render/nodes/${node}/start`);
  expect(status).toBe(202);
  await account.advance('PT3M');
}

describe('a knob', () => {
  it('is read and set, and refused where it makes no sense', async () => {
    expect(await account.control('GET', 'knobs')).toMatchObject({ conflictCode: 'by-state', dedicatedNodeQuota: null });
    expect(await knobs({ dedicatedNodeQuota: 3 })).toMatchObject({ dedicatedNodeQuota: 3, countsLagSeconds: 0 });
    expect(await knobs({ dedicatedNodeQuota: null })).toMatchObject({ dedicatedNodeQuota: null });
    await expect(knobs({ startFailure: { share: 2, shows: 'unusable' } })).rejects.toThrow('$.startFailure.share');
    await expect(knobs({ colour: 'red' })).rejects.toThrow('Unrecognized key');
  });

  it.each(['deallocating', 'running'])('drainingState shows a node that waits for its tasks as %s', async (state) => {
    await knobs({ drainingState: state });
    const [node] = await account.createIdlePool('render');
    await account.createJob('job', 'render');
    await account.addTasks('job', ['t1'], 60);
    await account.deallocate('render', node?.id ?? '', 'taskcompletion');
    expect(await account.states('render')).toEqual([state]);
    await account.advance('PT2M');
    expect(await account.states('render')).toEqual(['deallocated']);
  });

  it('conflictCode gives every 409 the general code', async () => {
    await account.createPool('render');
    const [node] = await account.nodes('render');
    expect((await account.deallocate('render', node?.id ?? '')).body.code).toBe('NodeBeingCreated');
    await knobs({ conflictCode: 'OperationInvalidForCurrentState' });
    const { status, body } = await account.deallocate('render', node?.id ?? '');
    expect([status, body.code]).toEqual([409, 'OperationInvalidForCurrentState']);
  });

  it('nodeCountsPageSize cuts the counts of pools into pages', async () => {
    await knobs({ nodeCountsPageSize: 2 });
    for (const id of ['a', 'b', 'c']) await account.createPool(id);
    const { body } = await account.call<{ value: object[]; 'odata.nextLink': string }>('GET', '/nodecounts');
    expect(body.value).toHaveLength(2);
    expect(body['odata.nextLink']).toContain('skiptoken');
  });
});

describe('a start that fails', () => {
  it('makes the node unusable, and says why', async () => {
    const node = await deallocatedNode();
    await knobs({ startFailure: { share: 1, shows: 'unusable' } });
    await start(node);
    expect(await account.node('render', node)).toMatchObject({
      state: 'unusable',
      errors: [{ code: 'AllocationFailed' }],
    });
  });

  it('brings the node back to deallocated, from where it can be started again', async () => {
    const node = await deallocatedNode();
    await knobs({ startFailure: { share: 1, shows: 'deallocated' } });
    await start(node);
    expect(await account.states('render')).toEqual(['deallocated']);
    await knobs({ startFailure: { share: 0, shows: 'deallocated' } });
    await start(node);
    expect(await account.states('render')).toEqual(['idle']);
  });

  it('leaves the node starting for ever', async () => {
    const node = await deallocatedNode();
    await knobs({ startFailure: { share: 1, shows: 'stuck' } });
    await start(node);
    await account.advance('PT240H');
    expect(await account.states('render')).toEqual(['starting']);
  });

  it('is as frequent as its share', async () => {
    const nodes = await account.createIdlePool('render', { dedicated: 100 });
    for (const { id } of nodes) await account.deallocate('render', id);
    await account.advance('PT1M');
    await knobs({ startFailure: { share: 0.3, shows: 'deallocated' } });
    for (const { id } of nodes) await account.call('POST', `/pools/render/nodes/${id}/start`);
    await account.advance('PT3M');
    const failed = (await account.states('render')).filter((state) => state === 'deallocated').length;
    expect(failed).toBeGreaterThan(10);
    expect(failed).toBeLessThan(50);
  });

  it('does not concern nodes that a pool begins with', async () => {
    await knobs({ startFailure: { share: 1, shows: 'unusable' } });
    expect(await account.createIdlePool('render', { dedicated: 3 })).toMatchObject(Array(3).fill({ state: 'idle' }));
  });
});

describe('countsLagSeconds', () => {
  const counts = async () => {
    const { body } = await account.call<{ value: { dedicated: Record<string, number> }[] }>('GET', '/nodecounts');
    const entries = Object.entries(body.value[0]?.dedicated ?? {}).filter(([, count]) => count !== 0);
    return Object.fromEntries(entries);
  };

  it('shows counts as they were so many seconds ago, and lists as they are', async () => {
    await account.createIdlePool('render', { dedicated: 2 });
    await knobs({ countsLagSeconds: 60 });
    expect(await counts()).toEqual({ starting: 2, total: 2 });
    await account.advance('PT59S');
    expect(await counts()).toEqual({ starting: 2, total: 2 });
    await account.advance('PT1S');
    expect(await counts()).toEqual({ idle: 2, total: 2 });
    const [node] = await account.nodes('render');
    await account.deallocate('render', node?.id ?? '');
    expect(await account.states('render')).toEqual(['deallocating', 'idle']);
    expect(await counts()).toEqual({ idle: 2, total: 2 });
    await knobs({ countsLagSeconds: 0 });
    expect(await counts()).toEqual({ deallocating: 1, idle: 1, total: 2 });
  });

  it('does not know yet the nodes of a new pool', async () => {
    await knobs({ countsLagSeconds: 30 });
    await account.createPool('render', { dedicated: 2 });
    await account.advance('PT10S');
    expect(await counts()).toEqual({});
    await account.advance('PT20S');
    expect(await counts()).toEqual({ creating: 2, total: 2 });
  });
});

describe('offlineDeallocatable', () => {
  it.each([
    [false, 409, 'offline'],
    [true, 202, 'deallocating'],
  ])('%s: an offline node answers %d and is %s', async (offlineDeallocatable, status, state) => {
    await knobs({ offlineDeallocatable });
    const [node] = await account.createIdlePool('render');
    await account.call('POST', `/pools/render/nodes/${node?.id}/disablescheduling`, {});
    expect(await account.states('render')).toEqual(['offline']);
    expect((await account.deallocate('render', node?.id ?? '')).status).toBe(status);
    expect(await account.states('render')).toEqual([state]);
  });

  it('true: such a node is offline again when it has started', async () => {
    await knobs({ offlineDeallocatable: true });
    const [node] = await account.createIdlePool('render');
    const path = `/pools/render/nodes/${node?.id}`;
    await account.call('POST', `${path}/disablescheduling`, {});
    await account.deallocate('render', node?.id ?? '');
    await account.advance('PT1M');
    await account.call('POST', `${path}/start`);
    await account.advance('PT3M');
    expect(await account.states('render')).toEqual(['offline']);
    await account.call('POST', `${path}/enablescheduling`);
    expect(await account.states('render')).toEqual(['idle']);
  });
});

describe('dedicatedNodeQuota', () => {
  it('gives a new pool the nodes that are left, and says so when it is steady', async () => {
    await knobs({ dedicatedNodeQuota: 3 });
    await account.createIdlePool('first', { dedicated: 2 });
    expect(await account.createIdlePool('second', { dedicated: 4, lowPriority: 2 })).toHaveLength(3);
    expect(await pool('first')).not.toHaveProperty('resizeErrors');
    expect(await pool('second')).toMatchObject({
      allocationState: 'steady',
      currentDedicatedNodes: 1,
      targetDedicatedNodes: 4,
      currentLowPriorityNodes: 2,
      resizeErrors: [{ code: 'AccountCoreQuotaReached' }],
    });
  });

  it('goes for a resize too', async () => {
    await knobs({ dedicatedNodeQuota: 3 });
    await account.createIdlePool('render', { dedicated: 2 });
    expect((await account.call('POST', '/pools/render/resize', { targetDedicatedNodes: 5 })).status).toBe(202);
    await account.advance('PT4M');
    expect(await pool('render')).toMatchObject({
      allocationState: 'steady',
      currentDedicatedNodes: 3,
      resizeErrors: [{ code: 'AccountCoreQuotaReached' }],
    });
  });

  it.each([
    [true, 1],
    [false, 2],
  ])('deallocatedCountsToQuota %s: a deallocated node leaves %d of two', async (deallocatedCountsToQuota, left) => {
    await knobs({ dedicatedNodeQuota: 2, deallocatedCountsToQuota });
    await deallocatedNode();
    expect(await account.createIdlePool('second', { dedicated: 2 })).toHaveLength(left);
  });

  it('does not let a node start whose place others have taken', async () => {
    await knobs({
      dedicatedNodeQuota: 1,
      deallocatedCountsToQuota: false,
      startFailure: { share: 0, shows: 'deallocated' },
    });
    const node = await deallocatedNode();
    await account.createIdlePool('second');
    await start(node);
    expect(await account.states('render')).toEqual(['deallocated']);
  });
});

describe('a node that is put into a state', () => {
  it.each(['offline', 'unknown', 'preempted', 'idle', 'starttaskfailed', 'deallocated'])('is %s', async (state) => {
    const [node] = await account.createIdlePool('render');
    await account.control('POST', 'nodes', { pool: 'render', node: node?.id, state });
    expect(await account.states('render')).toEqual([state]);
    expect((await account.journal('transition')).at(-1)).toMatchObject({ node: node?.id, from: 'idle', to: state });
    await account.advance('PT1H');
    expect(await account.states('render')).toEqual([state]);
  });

  it('tells what is wrong with it until it comes into another', async () => {
    const [node] = await account.createIdlePool('render');
    const id = node?.id ?? '';
    const errors = [{ code: 'DiskFull', message: 'There is not enough disk space.' }];
    await account.control('POST', 'nodes', { pool: 'render', node: id, state: 'unusable', errors });
    expect(await account.node('render', id)).toMatchObject({ state: 'unusable', errors });
    await account.control('POST', 'nodes', { pool: 'render', node: id, state: 'idle' });
    expect(await account.node('render', id)).not.toHaveProperty('errors');
  });

  it.each([
    ['preempted', 'active'],
    ['unknown', 'running'],
    ['deallocating', 'active'],
  ])('%s leaves its task %s', async (state, task) => {
    const [node] = await account.createIdlePool('render');
    await account.createJob('job', 'render');
    await account.addTasks('job', ['t1'], 600);
    await account.control('POST', 'nodes', { pool: 'render', node: node?.id, state });
    expect(await account.tasks('job')).toEqual([`t1 ${task}`]);
  });

  it('goes on from there by itself where the state is one that passes', async () => {
    const [node] = await account.createIdlePool('render');
    await account.createJob('job', 'render');
    await account.addTasks('job', ['t1'], 600);
    await account.control('POST', 'nodes', { pool: 'render', node: node?.id, state: 'deallocating' });
    await account.advance('PT1M');
    expect(await account.states('render')).toEqual(['deallocated']);
    await account.control('POST', 'nodes', { pool: 'render', node: node?.id, state: 'starting' });
    await account.advance('PT3M');
    expect(await account.states('render')).toEqual(['running']);
  });

  it('can be removed', async () => {
    const [node, other] = await account.createIdlePool('render', { dedicated: 2 });
    await account.control('POST', 'nodes', { pool: 'render', node: node?.id, remove: true });
    expect(await account.nodes('render')).toMatchObject([{ id: other?.id }]);
    expect(await pool('render')).toMatchObject({ allocationState: 'steady', currentDedicatedNodes: 1 });
  });

  it('must be there, and in a state that can be asked for', async () => {
    await account.createIdlePool('render');
    const put = (body: object) => account.control('POST', 'nodes', body);
    await expect(put({ pool: 'other', node: 'x', state: 'idle' })).rejects.toThrow('There is no such pool.');
    await expect(put({ pool: 'render', node: 'x', state: 'idle' })).rejects.toThrow('There is no such node.');
    await expect(put({ pool: 'render', node: 'x', state: 'running' })).rejects.toThrow('$.state');
    await expect(put({ pool: 'render', node: 'x' })).rejects.toThrow('Either state or remove');
  });
});
