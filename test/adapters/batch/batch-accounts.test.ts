import type { TokenCredential } from '@azure/core-auth';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { batchAccounts } from '../../../src/adapters/batch/batch-accounts.ts';
import { batchOperations } from '../../../src/adapters/batch/batch-operations.ts';
import type { Batch } from '../../../src/ports/batch.ts';
import { EmulatedAccount } from '../../support/emulated-account.ts';

let account: EmulatedAccount;
let batch: Batch;

const CORRELATION = '11111111-2222-3333-4444-555555555555';

function noToken(): TokenCredential {
  throw new Error('No token is needed where there is a key.');
}

function batchOf(emulated: EmulatedAccount, overrides: { apiVersion?: string; endpoint?: string } = {}): Batch {
  const { name, key } = emulated.emulator.account;
  return batchAccounts(
    {
      accounts: [{ name, key, endpoint: overrides.endpoint ?? emulated.url, resourceId: undefined }],
      apiVersion: overrides.apiVersion ?? '2024-07-01.20.0',
      armEndpoint: emulated.url,
      armApiVersion: '2024-07-01',
      tokenScope: 'unused',
    },
    noToken,
  );
}

beforeEach(async () => {
  account = await EmulatedAccount.start();
  batch = batchOf(account);
});
afterEach(() => account.close());

async function idleNode() {
  const [node] = await account.createIdlePool('render');
  return { account: 'demo', poolId: 'render', nodeId: node?.id ?? '' };
}

/** How often an operation was asked for. */
async function requests(operation: string): Promise<number> {
  return (await account.journal('request')).filter((entry) => entry.kind === 'request' && entry.operation === operation)
    .length;
}

it('turns to another account that has come to have the name of one that is not found any more', async () => {
  const second = await EmulatedAccount.start();
  try {
    await account.createPool('first', { dedicated: 0 });
    await second.createPool('second', { dedicated: 0 });
    const { name, key } = account.emulator.account;
    const at = ({ url, emulator }: EmulatedAccount) => [
      { name, key: emulator.account.key, endpoint: url, resourceId: undefined },
    ];
    const list = { accounts: at(account), isComplete: true, problems: [], refresh: async () => [] };
    const config = {
      ...{ accounts: [], accountKeys: { [name]: key }, apiVersion: '2024-07-01.20.0', tokenScope: 'unused' },
      ...{ armEndpoint: account.url, armApiVersion: '2024-07-01' },
    };
    const operations = batchOperations(list, config, noToken);
    const pools = async () => (await operations.listPools(name)).map(({ poolId }) => poolId);
    expect(await pools()).toEqual(['first']);
    list.accounts = [];
    expect(await pools()).toEqual(['first']);
    list.accounts = at(second);
    expect(await pools()).toEqual(['second']);
  } finally {
    await second.close();
  }
});

describe('reading Batch', () => {
  it.each(['2024-07-01.20.0', '2025-06-01'])('sees pools, counts and nodes with api-version %s', async (apiVersion) => {
    const metadata = [{ name: 'lamplighter.policy', value: 'render' }];
    await account.createIdlePool('render', { dedicated: 2, lowPriority: 1, properties: { metadata } });
    const reader = batchOf(account, { apiVersion });
    expect(await reader.listPools('demo')).toEqual([
      {
        account: 'demo',
        poolId: 'render',
        state: 'active',
        allocationState: 'steady',
        autoScale: false,
        virtualMachineConfiguration: true,
        taskSlotsPerNode: 1,
        metadata: new Map([['lamplighter.policy', 'render']]),
        machine: { size: 'standard_d2s_v3', windows: false },
        createdAt: Date.parse('2026-03-02T12:00:00Z'),
      },
    ]);
    expect((await reader.countNodes('demo')).get('render')).toEqual({ dedicated: { idle: 2 }, spot: { idle: 1 } });
    const nodes = await reader.listNodes({ account: 'demo', poolId: 'render' });
    expect(
      nodes?.map(({ state, dedicated, schedulingEnabled, runningTasks, stateSince }) => [
        state,
        dedicated,
        schedulingEnabled,
        runningTasks,
        stateSince,
      ]),
    ).toEqual([
      ['idle', true, true, 0, Date.parse('2026-03-02T12:04:00Z')],
      ['idle', true, true, 0, Date.parse('2026-03-02T12:04:00Z')],
      ['idle', false, true, 0, Date.parse('2026-03-02T12:04:00Z')],
    ]);
  });

  it('follows every page', async () => {
    for (let index = 0; index < 23; index += 1) await account.createPool(`pool-${index}`, { dedicated: 0 });
    expect((await batch.countNodes('demo')).size).toBe(23);
    await account.createPool('large', { dedicated: 2345 });
    expect(await batch.listNodes({ account: 'demo', poolId: 'large' })).toHaveLength(2345);
    expect(await requests('Nodes_ListNodes')).toBe(3);
  });

  describe('counts the nodes of known pools', () => {
    const POOLS = Array.from({ length: 43 }, (_, index) => `pool-${index}`);
    const named = (ids: readonly string[]) => async () => ids.map((poolId) => ({ account: 'demo', poolId }));

    beforeEach(async () => {
      for (const pool of POOLS) await account.createPool(pool, { dedicated: 1 });
    });

    it('in requests that do not wait for each other', async () => {
      const counts = await batch.countNodes('demo', named(POOLS));
      expect(counts).toEqual(await batch.countNodes('demo'));
      expect([...counts.keys()].toSorted()).toEqual(POOLS.toSorted());
      const queries = (await account.journal('request')).flatMap((entry) =>
        entry.kind === 'request' && entry.operation === 'Pools_ListPoolNodeCounts' ? [entry.query] : [],
      );
      // Five of them by ids: only the first four pages of the list that follows lead to the next.
      expect(queries.filter((query) => '$filter' in query)).toHaveLength(4);
      expect(queries.filter((query) => '$skiptoken' in query)).toHaveLength(4);
    });

    it('and of no others, beyond the first page', async () => {
      const counts = await batch.countNodes('demo', named(['pool-17', 'pool-42', 'no-such-pool']));
      expect([...counts.keys()].filter((pool) => Number(pool.slice(5)) > 9)).toEqual(['pool-17', 'pool-42']);
      expect(await requests('Pools_ListPoolNodeCounts')).toBe(2);
    });

    it.each(['one pool', 'ignored'])('in pages, once Batch does not accept a filter (%s)', async (nodeCountsFilter) => {
      await account.control('PUT', 'knobs', { nodeCountsFilter });
      const counts = await batch.countNodes('demo', named(POOLS));
      expect([...counts.keys()].toSorted()).toEqual(POOLS.toSorted());
      const before = await requests('Pools_ListPoolNodeCounts');
      expect(await batch.countNodes('demo', named(POOLS))).toEqual(counts);
      expect((await requests('Pools_ListPoolNodeCounts')) - before).toBe(5);
    });

    it('not at all if Batch fails or the pools cannot be listed', async () => {
      const unlisted = () => Promise.reject(new Error('no list'));
      await expect(batch.countNodes('demo', unlisted)).rejects.toThrow('no list');
      await account.control('POST', 'faults', {
        effect: 'refuse',
        code: 'InternalError',
        operation: 'Pools_ListPoolNodeCounts',
        retryAfter: 0,
        times: 20,
      });
      await expect(batch.countNodes('demo', named(POOLS))).rejects.toMatchObject({ code: 'BatchUnavailable' });
    });
  });

  it('sees how a pool scales and what it is doing', async () => {
    await account.createPool('auto', {
      properties: { scaleSettings: { autoScale: { formula: '$TargetDedicatedNodes=1' } } },
    });
    await account.createPool('cloud', {
      properties: { deploymentConfiguration: { cloudServiceConfiguration: { osFamily: '6' } } },
    });
    expect(await batch.getPool({ account: 'demo', poolId: 'auto' })).toMatchObject({
      autoScale: true,
      allocationState: 'resizing',
    });
    expect(await batch.getPool({ account: 'demo', poolId: 'cloud' })).toMatchObject({
      virtualMachineConfiguration: false,
    });
  });

  it('finds nothing where there is nothing', async () => {
    expect(await batch.getPool({ account: 'demo', poolId: 'none' })).toBeUndefined();
    expect(await batch.listNodes({ account: 'demo', poolId: 'none' })).toBeUndefined();
    expect(await batch.listPools('demo')).toEqual([]);
  });

  it.each(['TooManyRequests', 'ServerBusy', 'InternalError'])('tries again after %s', async (code) => {
    await account.control('POST', 'faults', { effect: 'refuse', code, retryAfter: 0, times: 1 });
    expect(await batch.listPools('demo')).toEqual([]);
    expect(await requests('Pools_ListPools')).toBe(2);
  });

  it('tries again after a lost connection', async () => {
    await account.control('POST', 'faults', { effect: 'reset', times: 1 });
    expect(await batch.listPools('demo')).toEqual([]);
  });

  it('gives up in the end, and says what it was about', async () => {
    await account.control('POST', 'faults', { effect: 'refuse', code: 'ServerBusy', retryAfter: 0, times: 100 });
    await expect(batch.listPools('demo')).rejects.toMatchObject({
      code: 'BatchUnavailable',
      message: 'Listing the pools of demo failed: Batch answered 503 ServerBusy.',
    });
    expect(await requests('Pools_ListPools')).toBe(5);
  });

  it('does not wait longer than a tick can', async () => {
    await account.control('POST', 'faults', { effect: 'refuse', code: 'TooManyRequests', retryAfter: 3600, times: 1 });
    await expect(batch.listPools('demo')).rejects.toMatchObject({
      message: expect.stringContaining('429 TooManyRequests'),
    });
  });

  it('says so where nothing listens', async () => {
    await expect(batchOf(account, { endpoint: 'https://127.0.0.1:1' }).reach('demo')).rejects.toMatchObject({
      code: 'BatchUnavailable',
      message: 'Reaching the account demo failed: Batch could not be reached.',
    });
    await expect(batch.reach('demo')).resolves.toBeUndefined();
    await expect(batch.listPools('other')).rejects.toMatchObject({ code: 'AccountNotFound' });
  });
});

describe('acting on a node', () => {
  it('deallocates so that running tasks finish first, and starts again', async () => {
    const node = await idleNode();
    expect(await batch.deallocateNode(node, { correlation: CORRELATION, tasks: 'taskcompletion' })).toEqual({
      outcome: 'accepted',
      reason: 'Batch answered 202',
    });
    await account.advance('PT1M');
    expect(await batch.startNode(node, CORRELATION)).toMatchObject({ outcome: 'accepted' });
    const acts = (await account.journal('request')).filter(
      (entry) => entry.kind === 'request' && entry.clientRequestId === CORRELATION,
    );
    expect(acts).toMatchObject([
      { operation: 'Nodes_DeallocateNode', status: 202, body: { nodeDeallocateOption: 'taskcompletion' } },
      { operation: 'Nodes_StartNode', status: 202 },
    ]);
  });

  it('tries again where it was throttled, and only there', async () => {
    const node = await idleNode();
    await account.control('POST', 'faults', {
      effect: 'refuse',
      code: 'TooManyRequests',
      retryAfter: 0,
      operation: 'Nodes_DeallocateNode',
      times: 2,
    });
    expect(await batch.deallocateNode(node, { correlation: CORRELATION, tasks: 'taskcompletion' })).toMatchObject({
      outcome: 'accepted',
    });
    expect(await requests('Nodes_DeallocateNode')).toBe(3);
  });

  it.each([
    [0, 'ServerBusy', { outcome: 'failed', reason: 'not requested: too late' }],
    [1, 'ServerBusy', { outcome: 'unknown', reason: 'not requested: too late; the node shows idle' }],
    // That it was not accepted is certain.
    [1, 'TooManyRequests', { outcome: 'failed', reason: 'not requested: too late' }],
  ])('is asked before each attempt whether it may still act, and sends %i before %s', async (allowed, code, answer) => {
    const node = await idleNode();
    const operation = 'Nodes_DeallocateNode';
    await account.control('POST', 'faults', { effect: 'refuse', code, retryAfter: 0, operation });
    let asked = 0;
    const stillMay = async () => {
      asked += 1;
      if (asked > allowed) throw new Error('too late');
    };
    const options = { correlation: CORRELATION, tasks: 'taskcompletion', stillMay } as const;
    expect(await batch.deallocateNode(node, options)).toEqual(answer);
    expect(await requests(operation)).toBe(allowed);
    expect(await account.states('render')).toEqual(['idle']);
  });

  it('fails where it is throttled again and again', async () => {
    const node = await idleNode();
    await account.control('POST', 'faults', {
      effect: 'refuse',
      code: 'ServerBusy',
      retryAfter: 0,
      operation: 'Nodes_DeallocateNode',
      times: 50,
    });
    expect(await batch.deallocateNode(node, { correlation: CORRELATION, tasks: 'taskcompletion' })).toEqual({
      outcome: 'failed',
      reason: 'Batch answered 503 ServerBusy; the node shows idle',
    });
    expect(await account.states('render')).toEqual(['idle']);
  });

  it.each([
    [
      'an error after it took effect',
      { effect: 'fail-after', code: 'OperationTimedOut' },
      'Batch answered 500 OperationTimedOut; the node shows deallocating',
    ],
    [
      'an answer that was lost',
      { effect: 'lose-answer' },
      'Batch did not respond: ECONNRESET; the node shows deallocating',
    ],
  ])('reads the node after %s and does not ask twice', async (_, fault, reason) => {
    const node = await idleNode();
    await account.control('POST', 'faults', { ...fault, operation: 'Nodes_DeallocateNode' });
    expect(await batch.deallocateNode(node, { correlation: CORRELATION, tasks: 'taskcompletion' })).toEqual({
      outcome: 'accepted',
      reason,
    });
    expect(await requests('Nodes_DeallocateNode')).toBe(1);
  });

  it.each([
    [
      'an error before it took effect',
      { effect: 'refuse', code: 'InternalError' },
      'Batch answered 500 InternalError; the node shows idle',
    ],
    ['a connection that was reset', { effect: 'reset' }, 'Batch did not respond: ECONNRESET; the node shows idle'],
  ])('does not know what became of it after %s', async (_, fault, reason) => {
    const node = await idleNode();
    await account.control('POST', 'faults', { ...fault, operation: 'Nodes_DeallocateNode' });
    expect(await batch.deallocateNode(node, { correlation: CORRELATION, tasks: 'taskcompletion' })).toEqual({
      outcome: 'unknown',
      reason,
    });
    expect(await requests('Nodes_DeallocateNode')).toBe(1);
  });

  it('takes a 409 as the word of the node', async () => {
    const node = await idleNode();
    expect(await batch.startNode(node, CORRELATION)).toEqual({
      outcome: 'unneeded',
      reason: 'Batch answered 409 OperationInvalidForCurrentState; the node shows idle',
    });
    await account.call('POST', `/pools/render/nodes/${node.nodeId}/disablescheduling`, {});
    expect(await batch.deallocateNode(node, { correlation: CORRELATION, tasks: 'taskcompletion' })).toEqual({
      outcome: 'refused',
      reason: 'Batch answered 409 OperationInvalidForCurrentState; the node shows offline',
    });
  });

  it('finds that the node has gone', async () => {
    await idleNode();
    const gone = { account: 'demo', poolId: 'render', nodeId: 'gone' };
    expect(await batch.deallocateNode(gone, { correlation: CORRELATION, tasks: 'taskcompletion' })).toEqual({
      outcome: 'gone',
      reason: 'Batch answered 404 NodeNotFound',
    });
  });

  it('knows that nothing was sent where nothing listens', async () => {
    const node = await idleNode();
    const unreachable = batchOf(account, { endpoint: 'http://127.0.0.1:1' });
    expect(await unreachable.deallocateNode(node, { correlation: CORRELATION, tasks: 'taskcompletion' })).toMatchObject(
      {
        outcome: 'failed',
        reason: 'Batch did not respond: ECONNREFUSED',
      },
    );
  });
});
