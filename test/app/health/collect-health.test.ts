import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, it } from 'vitest';
import { collectHealth } from '../../../src/app/health/collect-health.ts';
import { describeNodeHealth } from '../../../src/app/health/describe-node-health.ts';
import { describePoolHealth } from '../../../src/app/health/describe-pool-health.ts';
import { IMAGE } from '../../support/emulated-account.ts';
import { TestSystem } from '../../support/test-system.ts';

const system = TestSystem.forEachTest();
const TEN_MINUTES = Temporal.Duration.from({ minutes: 10 });

const MONITOR = {
  name: 'monitor',
  publisher: 'Microsoft.Azure.Monitor',
  type: 'AzureMonitorLinuxAgent',
  typeHandlerVersion: '1.0',
};
const HEALTH = {
  name: 'health',
  publisher: 'Microsoft.ManagedServices',
  type: 'ApplicationHealthLinux',
  typeHandlerVersion: '2.0',
  settings: { protocol: 'http', port: 8080, requestPath: '/health' },
};

async function createPool(id: string, dedicated: number, extensions: readonly object[] = [MONITOR]): Promise<void> {
  const deploymentConfiguration = { virtualMachineConfiguration: { ...IMAGE, extensions } };
  const { status } = await system.account.createPool(id, { dedicated, properties: { deploymentConfiguration } });
  expect(status).toBe(200);
}

/** What Batch was asked for since the last time: the operation, with how often, and each node with its pool. */
async function asked(): Promise<{ readonly calls: Record<string, number>; readonly nodes: readonly string[] }> {
  const requests = (await system.account.journal('request')).filter((entry) => entry.kind === 'request').slice(seen);
  seen += requests.length;
  const calls: Record<string, number> = {};
  for (const { operation } of requests) calls[String(operation)] = (calls[String(operation)] ?? 0) + 1;
  const nodes = requests.flatMap(
    ({ path }) => /\/pools\/(.*)\/nodes\/(.*)\/extensions/.exec(path)?.slice(1).join(' ') ?? [],
  );
  return { calls, nodes };
}
let seen = 0;
beforeEach(() => {
  seen = 0;
});

async function records(): Promise<readonly string[]> {
  const { records: page } = await system.ports.audit.page({ account: 'demo', limit: 100 });
  return page.map(({ action, reason }) => `${action} ${reason}`).toReversed();
}

describe('collecting health', () => {
  it('asks each node that can run tasks once, and not again before its answer is old', async () => {
    await createPool('render', 3);
    await system.account.advance('PT4M');
    const [first] = await system.account.nodes('render');
    await system.account.deallocate('render', first?.id ?? '');
    await system.account.advance('PT2M');
    await asked();
    expect(await collectHealth(system.ports)).toEqual([
      { account: 'demo', pools: 1, answered: 2, problems: [], hasFailed: false },
    ]);
    const once = await asked();
    expect(once.calls).toEqual({
      Pools_ListPools: 1,
      Pools_ListPoolNodeCounts: 1,
      Nodes_ListNodes: 1,
      Nodes_ListNodeExtensions: 2,
    });
    await system.account.advance('PT1M');
    expect(await collectHealth(system.ports)).toMatchObject([{ answered: 0 }]);
    await system.account.advance('PT5M');
    expect(await collectHealth(system.ports)).toMatchObject([{ answered: 2 }]);
  });

  it('keeps the answers, for every process', async () => {
    await createPool('render', 1);
    await system.account.advance('PT6M');
    await collectHealth(system.ports);
    const [kept] = await system.compose().health.listOf({ account: 'demo', poolId: 'RENDER' });
    expect(kept?.record.probe?.extensions).toMatchObject([
      { name: 'batchNodeExtension', ofBatch: true },
      { name: 'monitor', state: 'succeeded' },
    ]);
  });

  it('asks nodes that Key Vault has made unusable, and learns why', async () => {
    const settings = {
      secretsManagementSettings: {
        requireInitialSync: true,
        observedCertificates: ['https://v.vault.azure.net/secrets/tls'],
      },
    };
    const vault = { name: 'vault', publisher: 'Microsoft.Azure.KeyVault', type: 'KeyVaultForLinux', settings };
    await createPool('render', 2, [{ ...vault, typeHandlerVersion: '3.0' }]);
    await system.account.advance('PT6M');
    expect((await system.account.nodes('render')).map(({ state }) => state)).toEqual(['unusable', 'unusable']);
    expect(await collectHealth(system.ports)).toMatchObject([{ pools: 1, answered: 2, problems: [] }]);
    const report = await describePoolHealth(system.ports, {
      pool: { account: 'demo', poolId: 'render' },
      minHealthy: { kind: 'share', percent: 100 },
      maxAge: Temporal.Duration.from({ minutes: 10 }),
      fresh: false,
      actor: 'someone',
    });
    expect(report.nodes.map(({ verdict }) => verdict)).toEqual(['unhealthy', 'unhealthy']);
    expect(report.help.map(({ id }) => id)).toContain('key-vault-identity');
  });

  it('costs no call for pools that declare no extension or have no node on', async () => {
    await createPool('bare', 2, []);
    await system.account.advance('PT6M');
    await asked();
    await collectHealth(system.ports);
    expect((await asked()).calls).toEqual({ Pools_ListPools: 1 });
    await createPool('asleep', 0);
    await asked();
    await collectHealth(system.ports);
    expect((await asked()).calls).toEqual({ Pools_ListPools: 1, Pools_ListPoolNodeCounts: 1 });
  });

  it.each([
    [
      'a node',
      async (nodeId: string) => {
        const node = { account: 'demo', poolId: 'bare', nodeId };
        await describeNodeHealth(system.ports, { node, maxAge: TEN_MINUTES, fresh: true, actor: 'someone' });
      },
    ],
    [
      'a pool',
      async () => {
        const pool = { account: 'demo', poolId: 'bare' };
        const minHealthy = { kind: 'share', percent: 100 } as const;
        const question = { pool, minHealthy, maxAge: TEN_MINUTES, fresh: true, actor: 'someone' };
        await describePoolHealth(system.ports, question);
      },
    ],
  ])('deletes the answers of %s that declares no extension and was asked by hand', async (_, ask) => {
    await createPool('bare', 1, []);
    await system.account.advance('PT6M');
    const [node] = await system.account.nodes('bare');
    await ask(node?.id ?? '');
    expect(await system.ports.health.listOf({ account: 'demo', poolId: 'bare' })).toHaveLength(1);
    await collectHealth(system.ports);
    expect(await system.ports.health.listOf({ account: 'demo', poolId: 'bare' })).toEqual([]);
    expect(await system.ports.health.visits('demo')).toEqual([]);
  });

  it('makes no call at all with a budget of 0', async () => {
    await createPool('render', 1);
    await system.account.advance('PT6M');
    await asked();
    expect(await collectHealth(system.compose({ LAMPLIGHTER_HEALTH_CALLS: '0' }))).toEqual([]);
    expect((await asked()).calls).toEqual({});
  });

  it('stays within its budget and comes round to every node of every pool', async () => {
    const sizes = { large: 20, small: 2, middle: 7, other: 3 };
    for (const [id, size] of Object.entries(sizes)) await createPool(id, size);
    await system.account.advance('PT6M');
    const ports = system.compose({ LAMPLIGHTER_HEALTH_CALLS: '12' });
    const nodes: string[] = [];
    await asked();
    for (let run = 0; run < 10; run++) {
      await collectHealth(ports);
      const { calls, nodes: some } = await asked();
      expect((calls['Nodes_ListNodes'] ?? 0) + (calls['Nodes_ListNodeExtensions'] ?? 0)).toBeLessThanOrEqual(12);
      nodes.push(...some);
      await system.account.advance('PT30S');
    }
    const counts = [...Map.groupBy(nodes, (node) => node)].map(([node, { length }]) => [node, length] as const);
    const of = (pool: string) => counts.filter(([node]) => node.startsWith(`${pool} `)).map(([, count]) => count);
    expect(Object.keys(sizes).map((pool) => of(pool).length)).toEqual(Object.values(sizes));
    // In a pool every node has had its turn before any has another.
    for (const pool of Object.keys(sizes)) expect(Math.max(...of(pool)) - Math.min(...of(pool))).toBeLessThanOrEqual(1);
  });

  it('gives up for this time when Batch has enough, and goes on with the others next time', async () => {
    await createPool('render', 3);
    await createPool('second', 3);
    await system.account.advance('PT6M');
    const fault = { effect: 'refuse', operation: 'Nodes_ListNodeExtensions', code: 'TooManyRequests', retryAfter: 60 };
    await system.account.control('POST', 'faults', { ...fault, times: 1 });
    const [run] = await collectHealth(system.ports);
    expect(run?.problems.at(-1)).toMatch(/^probing was given up: .*429 TooManyRequests/);
    expect(run?.hasFailed).toBe(false);
    await system.account.advance('PT1M');
    await collectHealth({ ...system.ports, throttle: { remaining: async () => 0 } });
    const pools = await Promise.all(
      ['render', 'second'].map((poolId) => system.ports.health.listOf({ account: 'demo', poolId })),
    );
    expect(pools.map(({ length }) => length)).toEqual([3, 3]);
  });

  it('asks in the pools that it has visited when Batch has enough, and the others keep their turn', async () => {
    for (const id of ['a', 'b', 'c']) await createPool(id, 2);
    await system.account.advance('PT6M');
    const fault = { effect: 'refuse', code: 'TooManyRequests', retryAfter: 60, times: 1 };
    await system.account.control('POST', 'faults', { ...fault, operation: 'Nodes_ListNodes', path: '/pools/b/nodes' });
    const [run] = await collectHealth(system.ports);
    expect(run).toMatchObject({ pools: 1, answered: 2, hasFailed: false });
    expect(run?.problems).toEqual([expect.stringMatching(/^visiting pools was given up: .*429 TooManyRequests/)]);
    expect((await system.ports.health.visits('demo')).map(({ poolId }) => poolId)).toEqual(['a']);
  });

  it('notes a node that cannot be asked, and asks the others', async () => {
    await createPool('render', 3);
    await system.account.advance('PT6M');
    const [node] = await system.account.nodes('render');
    const path = `/pools/render/nodes/${node?.id}/extensions`;
    const fault = { effect: 'refuse', code: 'InternalError', retryAfter: 60 };
    await system.account.control('POST', 'faults', { ...fault, path });
    expect(await collectHealth(system.ports)).toMatchObject([
      { answered: 2, problems: [expect.stringContaining('500 InternalError')], hasFailed: false },
    ]);
    const kept = await system.ports.health.get({ account: 'demo', poolId: 'render', nodeId: node?.id ?? '' });
    expect(kept?.record).toMatchObject({ probe: undefined, fault: expect.stringContaining('500') });
  });

  it('has failed where no node can be asked', async () => {
    await createPool('render', 2);
    await system.account.advance('PT6M');
    const fault = { effect: 'refuse', code: 'InternalError', retryAfter: 60 };
    await system.account.control('POST', 'faults', { ...fault, operation: 'Nodes_ListNodes' });
    expect(await collectHealth(system.ports)).toMatchObject([
      { answered: 0, problems: [expect.stringContaining('500 InternalError')], hasFailed: true },
    ]);
  });

  it('waits, and has not failed, where Batch throttles', async () => {
    const fault = { effect: 'refuse', code: 'ServerBusy', retryAfter: 60 };
    await system.account.control('POST', 'faults', { ...fault, operation: 'Pools_ListPools' });
    expect(await collectHealth(system.ports)).toMatchObject([
      { problems: [expect.stringContaining('503 ServerBusy')], hasFailed: false },
    ]);
  });

  it('forgets nodes and pools that are gone', async () => {
    await createPool('render', 2);
    await system.account.advance('PT6M');
    await collectHealth(system.ports);
    const [node] = await system.account.nodes('render');
    await system.account.control('POST', 'nodes', { pool: 'render', node: node?.id, remove: true });
    await system.account.advance('PT6M');
    await collectHealth(system.ports);
    const pool = { account: 'demo', poolId: 'render' };
    expect(await system.ports.health.listOf(pool)).toHaveLength(1);
    await system.account.call('DELETE', '/pools/render');
    await system.account.advance('PT30M');
    await collectHealth(system.ports);
    expect(await system.ports.health.listOf(pool)).toEqual([]);
    expect(await system.ports.health.visits('demo')).toEqual([]);
  });

  it('says what goes wrong in an account', async () => {
    const key = Buffer.from('another key').toString('base64');
    const ports = system.compose({ BATCH_ACCOUNT_KEYS: JSON.stringify({ demo: key }) });
    expect(await collectHealth(ports)).toMatchObject([
      { problems: [expect.stringContaining('The health of the account demo could not be collected')], hasFailed: true },
    ]);
  });
});

describe('the audit log', () => {
  it('tells each transition of an application and of an extension once', async () => {
    await createPool('render', 1, [MONITOR, HEALTH]);
    await system.account.advance('PT10M');
    const look = async () => {
      await system.account.advance('PT6M');
      await collectHealth(system.ports);
      // another run, and another process, find nothing new
      await collectHealth(system.compose());
    };
    await look();
    expect(await records()).toEqual([]);
    await system.account.control('POST', 'health', { pool: 'render', application: 'Unhealthy' });
    await look();
    await look();
    await system.account.control('POST', 'extensions', {
      pool: 'render',
      name: 'monitor',
      outcome: 'failed',
      message: 'boom',
    });
    await look();
    await look();
    await system.account.control('POST', 'health', { pool: 'render', application: 'Healthy' });
    await system.account.control('POST', 'extensions', {
      pool: 'render',
      name: 'monitor',
      outcome: 'succeeded',
      message: '',
    });
    await look();
    await look();
    expect(await records()).toEqual([
      'health.changed health: Healthy, now Unhealthy',
      'extension.failed monitor has failed: boom',
      'extension.recovered monitor is well again',
      'health.changed health: Unhealthy, now Healthy',
    ]);
    const { records: page } = await system.ports.audit.page({
      action: 'health.changed',
      account: 'demo',
      pool: 'render',
      limit: 1,
    });
    expect(page[0]).toMatchObject({ actor: 'timer:collect-health', before: 'Unhealthy', after: 'Healthy' });
  });

  describe('after a process that ended between the answer and its record', () => {
    async function endBetween(dedicated = 1): Promise<void> {
      await createPool('render', dedicated, [MONITOR, HEALTH]);
      await system.account.advance('PT10M');
      await collectHealth(system.ports);
      await system.account.control('POST', 'health', { pool: 'render', application: 'Unhealthy' });
      const failed = { pool: 'render', name: 'monitor', outcome: 'failed', message: 'boom' };
      await system.account.control('POST', 'extensions', failed);
      await system.account.advance('PT6M');
      const append = () => Promise.reject(new Error('the process has ended'));
      await collectHealth({ ...system.compose(), audit: { ...system.ports.audit, append } });
      expect(await records()).toEqual([]);
      await system.account.advance('PT6M');
    }

    const CHANGES = ['extension.failed monitor has failed: boom', 'health.changed health: Healthy, now Unhealthy'];

    it('tells the changes once, before what has changed since', async () => {
      await endBetween();
      await system.account.control('POST', 'health', { pool: 'render', application: 'Healthy' });
      await system.account.advance('PT1M');
      await Promise.all([collectHealth(system.ports), collectHealth(system.compose())]);
      await system.account.advance('PT6M');
      await collectHealth(system.compose());
      expect((await records()).toSorted()).toEqual([...CHANGES, 'health.changed health: Unhealthy, now Healthy']);
    });

    it('tells them of a node that is gone', async () => {
      await endBetween(2);
      const [node] = await system.account.nodes('render');
      await system.account.control('POST', 'nodes', { pool: 'render', node: node?.id, remove: true });
      await collectHealth(system.compose());
      expect((await records()).toSorted()).toEqual([...CHANGES, ...CHANGES].toSorted());
    });

    it('tells them of a pool that is gone', async () => {
      await endBetween();
      await system.account.call('DELETE', '/pools/render');
      await system.account.advance('PT30M');
      await collectHealth(system.compose());
      expect((await records()).toSorted()).toEqual(CHANGES);
    });
  });

  it('has one record where two processes see the same at the same time', async () => {
    await createPool('render', 2);
    await system.account.advance('PT6M');
    await system.account.control('POST', 'extensions', {
      pool: 'render',
      name: 'monitor',
      outcome: 'failed',
      message: 'boom',
    });
    await Promise.all([collectHealth(system.ports), collectHealth(system.compose())]);
    expect(await records()).toHaveLength(2);
  });
});
