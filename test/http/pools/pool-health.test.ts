import { describe, expect, it } from 'vitest';
import { collectHealth } from '../../../src/app/health/collect-health.ts';
import { NO_MEMORY } from '../../../src/core/memory/memory.ts';
import { getNodeExtension, getNodeHealth, listNodeExtensions } from '../../../src/http/pools/node-health.ts';
import { getPoolExtension } from '../../../src/http/pools/pool-extension.ts';
import { getPoolHealth } from '../../../src/http/pools/pool-health.ts';
import { IMAGE } from '../../support/emulated-account.ts';
import { call } from '../../support/http-call.ts';
import { TestSystem } from '../../support/test-system.ts';

const system = TestSystem.forEachTest();

const VAULT = {
  name: 'secretext',
  type: 'KeyVaultForLinux',
  publisher: 'Microsoft.Azure.KeyVault',
  typeHandlerVersion: '3.0',
  autoUpgradeMinorVersion: true,
  settings: { secretsManagementSettings: { requireInitialSync: false, observedCertificates: [] } },
  protectedSettings: { secret: 'of nobody else' },
};
const HEALTH = {
  name: 'health',
  publisher: 'Microsoft.ManagedServices',
  type: 'ApplicationHealthLinux',
  typeHandlerVersion: '2.0',
  settings: { protocol: 'http', port: 8080, requestPath: '/health' },
};
const POOL = { account: 'demo', pool: 'render' };

/** A pool whose nodes are idle and have probed their applications for a while. */
async function createPool(
  dedicated: number,
  extensions: readonly object[] = [VAULT, HEALTH],
): Promise<readonly string[]> {
  const deploymentConfiguration = { virtualMachineConfiguration: { ...IMAGE, extensions } };
  const { status } = await system.account.createPool('render', { dedicated, properties: { deploymentConfiguration } });
  expect(status).toBe(200);
  await system.account.advance('PT10M');
  return (await system.account.nodes('render')).map(({ id }) => id);
}

function poolHealth(query: Readonly<Record<string, string>> = {}, params: Readonly<Record<string, string>> = POOL) {
  return call(getPoolHealth, system.ports, { params, query });
}

async function deallocate(...ids: readonly string[]): Promise<void> {
  for (const id of ids) await system.account.deallocate('render', id);
  await system.account.advance('PT2M');
}

async function asked(): Promise<number> {
  const entries = await system.account.journal('request');
  return entries.filter((entry) => entry.kind === 'request' && entry.operation === 'Nodes_ListNodeExtensions').length;
}

describe('GET of the health of a pool', () => {
  it('does not tell the failures of an earlier pool of the same id', async () => {
    await createPool(1);
    const now = await system.now();
    const createdAt = (await system.ports.batch.getPool({ account: 'demo', poolId: 'render' }))?.createdAt ?? 0;
    const statusOfPoolFrom = async (created: number) => {
      const startBackOff = { since: now, failures: 3, retryAt: now, because: 'there is no capacity' };
      const state = { account: 'demo', poolId: 'render', tick: now, fingerprint: '', nextLook: undefined };
      const fenced = await system.ports.poolStates.get(state);
      const memory = { ...NO_MEMORY, createdAt: created, startBackOff };
      await system.ports.poolStates.put({ ...state, acting: undefined, lastPlan: undefined, memory }, fenced?.tag);
      return (await poolHealth()).body;
    };
    expect(await statusOfPoolFrom(createdAt)).toMatchObject({
      broken: [{ what: expect.stringMatching(/no capacity/) }],
    });
    expect(await statusOfPoolFrom(createdAt - 1000)).toMatchObject({ broken: [] });
  });

  it('warns before any node was asked, passes once all are well, and asks nobody itself', async () => {
    await createPool(3);
    const before = await poolHealth();
    expect(before.status).toBe(200);
    expect(before.headers.get('content-type')).toBe('application/health+json');
    expect(before.body).toMatchObject({
      status: 'warn',
      description: 'health of the pool demo/render',
      output: '0 of 3 nodes that are on are healthy, 3 not probed recently; 3 must be (100%)',
      nodes: {
        total: 3,
        on: 3,
        needed: 3,
        healthy: 0,
        unhealthy: 0,
        unknown: 0,
        notAsked: 3,
        excluded: {},
        sampled: false,
      },
    });
    expect(await asked()).toBe(0);
    await collectHealth(system.ports);
    const after = await poolHealth();
    expect(after).toMatchObject({
      status: 200,
      body: {
        status: 'pass',
        output: '3 of 3 nodes that are on are healthy; 3 must be (100%)',
        minHealthy: '100%',
        maxAge: 'PT15M',
        checks: {
          'nodes:healthy': [{ status: 'pass', observedValue: 3, observedUnit: 'nodes' }],
          'extension:secretext': [{ status: 'pass', observedValue: 0 }],
          'extension:health': [{ status: 'pass', observedValue: 0 }],
          'answers:age': [{ status: 'pass', observedValue: 0, observedUnit: 's' }],
        },
        findings: [],
        help: [],
      },
    });
    expect(await asked()).toBe(3);
  });

  it('fails where too few are healthy, says which and what to do', async () => {
    const [first = ''] = await createPool(10);
    await system.account.control('POST', 'health', { pool: 'render', node: first, application: 'Unhealthy' });
    await system.account.advance('PT1M');
    await collectHealth(system.ports);
    const failing = await poolHealth();
    expect(failing.status).toBe(503);
    expect(failing.body).toMatchObject({
      status: 'fail',
      output: '9 of 10 nodes that are on are healthy, 1 unhealthy; 10 must be (100%)',
      checks: {
        'extension:health': [{ status: 'fail', observedValue: 1 }],
        'extension:secretext': [{ status: 'pass' }],
      },
      findings: [{ node: first, verdict: 'unhealthy', reasons: ['health reports the application as Unhealthy'] }],
      help: [{ id: 'application-unhealthy', nodes: 1, for: [first], link: expect.stringMatching(/^https/) }],
    });
    expect(await poolHealth({ minHealthy: '90%' })).toMatchObject({ status: 200, body: { status: 'pass' } });
    expect(await poolHealth({ minHealthy: '91%' })).toMatchObject({ status: 503 });
    expect(await poolHealth({ minHealthy: '9' })).toMatchObject({ status: 200 });
    expect(await poolHealth({ minHealthy: '10' })).toMatchObject({ status: 503 });
  });

  it('excludes deallocated nodes, and passes where all are', async () => {
    const ids = await createPool(4);
    await collectHealth(system.ports);
    await deallocate(...ids.slice(0, 3));
    expect(await poolHealth()).toMatchObject({
      status: 200,
      body: { status: 'pass', nodes: { total: 4, on: 1, needed: 1, healthy: 1, excluded: { deallocated: 3 } } },
    });
    await deallocate(...ids.slice(3));
    expect(await poolHealth({ minHealthy: '2' })).toMatchObject({
      status: 200,
      body: { status: 'pass', output: 'no node is on: 4 excluded' },
    });
  });

  it('says the age of an old answer, and asks anew when it is told to', async () => {
    await createPool(2);
    await collectHealth(system.ports);
    await system.account.advance('PT20M');
    expect(await poolHealth()).toMatchObject({
      status: 200,
      body: {
        status: 'warn',
        output:
          '0 of 2 nodes that are on are healthy, 2 not probed recently; 2 must be (100%); the oldest answer of a node is 20 min old',
        checks: { 'answers:age': [{ status: 'warn', observedValue: 1200 }] },
      },
    });
    for (const maxAge of ['PT1H', 'P1D', 'P1DT12H', 'P999999DT999999H'])
      expect(await poolHealth({ maxAge })).toMatchObject({ body: { status: 'pass', maxAge } });
    await system.account.control('POST', 'extensions', {
      ...{ pool: 'render', name: 'secretext', outcome: 'failed' },
      message: 'https://vault.vault.azure.net/secrets/x does not resolve',
    });
    expect(await poolHealth({ fresh: 'true', minHealthy: '50%' })).toMatchObject({
      status: 503,
      body: { help: [{ id: 'key-vault-secret', nodes: 2 }, { id: 'key-vault-initial-sync' }] },
    });
    const { records } = await system.ports.audit.page({
      action: 'extension.failed',
      account: 'demo',
      pool: 'render',
      limit: 9,
    });
    expect(records.map(({ actor }) => actor)).toEqual(['http:function-key', 'http:function-key']);
  });

  it('fails for nodes that cannot be used, whoever was asked', async () => {
    const [first = ''] = await createPool(2, []);
    expect(await poolHealth()).toMatchObject({ status: 200, body: { status: 'pass' } });
    await system.account.control('POST', 'nodes', { pool: 'render', node: first, state: 'unusable' });
    expect(await poolHealth()).toMatchObject({
      status: 503,
      body: { findings: [{ reasons: ['it is unusable'] }], help: [{ id: 'node-unusable' }] },
    });
  });

  it('answers with what it knows while Batch has enough', async () => {
    await createPool(2);
    await collectHealth(system.ports);
    const fault = { effect: 'refuse', operation: 'Nodes_ListNodeExtensions', code: 'TooManyRequests', retryAfter: 60 };
    await system.account.control('POST', 'faults', fault);
    expect(await poolHealth({ fresh: 'true' })).toMatchObject({
      status: 200,
      body: { status: 'pass', notes: [expect.stringContaining('probing was given up')] },
    });
  });

  it.each([
    ['minHealthy', '101%'],
    ['minHealthy', 'most'],
    ['minHealthy', '-1'],
    ['maxAge', '15'],
    ['maxAge', '-PT1M'],
    ['maxAge', 'P1M'],
    ['fresh', 'yes'],
    ['verbose', '1'],
  ])('refuses %s=%s', async (name, value) => {
    expect(await poolHealth({ [name]: value })).toMatchObject({ status: 400, body: { errors: [{ path: name }] } });
  });

  it('needs a pool that is there, in an account that is managed', async () => {
    expect(await poolHealth()).toMatchObject({ status: 404, body: { code: 'PoolNotFound' } });
    expect(await poolHealth({}, { account: 'nobody', pool: 'render' })).toMatchObject({
      status: 404,
      body: { code: 'AccountNotFound' },
    });
  });
});

describe('GET of an extension over a pool', () => {
  function poolExtension(name: string) {
    return call(getPoolExtension, system.ports, { params: { ...POOL, name } });
  }

  it('counts the nodes by its state, and names those that need somebody', async () => {
    const [first = '', second = ''] = await createPool(4);
    await deallocate(second);
    await system.account.control('POST', 'extensions', {
      ...{ pool: 'render', node: first, name: 'secretext' },
      ...{ outcome: 'failed', message: 'no managed identity' },
    });
    await collectHealth(system.ports);
    const { status, body } = await poolExtension('SecretExt');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      name: 'secretext',
      declared: { type: 'KeyVaultForLinux', version: '3.0' },
      states: { failed: 1, succeeded: 2, excluded: 1 },
      versions: { '3.0': 3 },
      nodes: [{ node: first, state: 'failed', message: 'no managed identity' }],
      help: [{ id: 'key-vault-identity' }, { id: 'key-vault-initial-sync' }],
    });
    expect(await poolExtension('health')).toMatchObject({ body: { applicationHealth: { Healthy: 3 }, nodes: [] } });
  });

  it('counts no answer from before a node was deallocated, and no old one as proof', async () => {
    const [first = '', second = ''] = await createPool(3);
    await system.account.control('POST', 'extensions', {
      ...{ pool: 'render', node: first, name: 'secretext' },
      ...{ outcome: 'failed', message: 'no managed identity' },
    });
    await collectHealth(system.ports);
    await deallocate(second);
    expect(await poolExtension('secretext')).toMatchObject({
      body: { states: { failed: 1, excluded: 1, succeeded: 1 }, versions: { '3.0': 2 } },
    });
    expect(await poolExtension('health')).toMatchObject({ body: { applicationHealth: { Healthy: 2 } } });
    await system.account.advance('PT16M');
    expect(await poolExtension('secretext')).toMatchObject({
      body: { states: { failed: 1, excluded: 1, 'not-asked': 1 }, versions: { '3.0': 1 } },
    });
    expect(await poolExtension('health')).toMatchObject({
      body: { states: { excluded: 1, 'not-asked': 2 }, applicationHealth: {} },
    });
  });

  it('is not found where no pool declares it and no node has it', async () => {
    await createPool(1);
    expect(await poolExtension('other')).toMatchObject({ status: 404, body: { code: 'ExtensionNotFound' } });
  });
});

describe('GET of the extensions of a node', () => {
  const NODE = (node: string) => ({ ...POOL, node });

  it.each(['object', 'text'])(
    'has settings as an object and levels as words, from the shape %s',
    async (extensionShape) => {
      const [node = ''] = await createPool(1);
      await system.account.control('PUT', 'knobs', { extensionShape });
      const { status, body } = await call(listNodeExtensions, system.ports, { params: NODE(node) });
      expect(status).toBe(200);
      expect(body).toMatchObject({ node, nodeState: 'idle', age: '0 s', stale: false, deviations: [] });
      expect(body.extensions).toMatchObject([
        { name: 'batchNodeExtension', ofBatch: true },
        { name: 'secretext', ofBatch: false, state: 'succeeded', level: 'info', settings: VAULT.settings },
        { name: 'health', applicationHealth: { state: 'Healthy', application: 'Healthy', agent: null } },
      ]);
      expect(JSON.stringify(body)).not.toContain('of nobody else');
    },
  );

  it('come from what was kept, and say their age, until they are asked anew', async () => {
    const [node = ''] = await createPool(1);
    await call(listNodeExtensions, system.ports, { params: NODE(node) });
    await system.account.advance('PT30M');
    const kept = await call(listNodeExtensions, system.ports, { params: NODE(node) });
    expect(kept.body).toMatchObject({ age: '30 min', stale: true });
    expect(await asked()).toBe(1);
    const fresh = await call(listNodeExtensions, system.ports, { params: NODE(node), query: { fresh: 'true' } });
    expect(fresh.body).toMatchObject({ age: '0 s', stale: false });
    expect(await asked()).toBe(2);
  });

  it('can be had one by one, in any letter case', async () => {
    const [node = ''] = await createPool(1);
    const params = { ...NODE(node), name: 'SECRETEXT' };
    expect(await call(getNodeExtension, system.ports, { params })).toMatchObject({
      status: 200,
      body: { name: 'secretext', state: 'succeeded', findings: [], help: [] },
    });
    expect(await call(getNodeExtension, system.ports, { params: { ...params, name: 'other' } })).toMatchObject({
      status: 404,
      body: { code: 'ExtensionNotFound', detail: expect.stringContaining("it has 'batchNodeExtension', 'secretext'") },
    });
  });

  it('need a node and a pool that are there', async () => {
    await createPool(0);
    expect(await call(listNodeExtensions, system.ports, { params: NODE('other') })).toMatchObject({
      status: 404,
      body: { code: 'NodeNotFound' },
    });
    expect(await call(getNodeHealth, system.ports, { params: { ...NODE('other'), pool: 'none' } })).toMatchObject({
      status: 404,
      body: { code: 'PoolNotFound' },
    });
  });
});

describe('GET of the health of a node', () => {
  function nodeHealth(node: string, query: Readonly<Record<string, string>> = {}) {
    return call(getNodeHealth, system.ports, { params: { ...POOL, node }, query });
  }

  it('passes, and fails with the reason and the way out', async () => {
    const [node = ''] = await createPool(1);
    expect(await nodeHealth(node)).toMatchObject({
      status: 200,
      body: {
        status: 'pass',
        checks: {
          'node:state': [{ status: 'pass', observedValue: 'idle' }],
          'extension:secretext': [{ status: 'pass', observedValue: 'succeeded' }],
          'application-health:state': [{ status: 'pass', observedValue: 'Healthy' }],
        },
      },
    });
    await system.account.control('POST', 'health', { pool: 'render', application: 'Unknown' });
    await system.account.advance('PT1M');
    expect(await nodeHealth(node, { fresh: 'true' })).toMatchObject({
      status: 503,
      body: {
        status: 'fail',
        output: 'health reports the application as Unknown',
        help: [{ id: 'application-unknown' }],
      },
    });
  });

  it('warns for a node that is off, and asks nobody', async () => {
    const [node = ''] = await createPool(1);
    await deallocate(node);
    expect(await nodeHealth(node, { fresh: 'true' })).toMatchObject({
      status: 200,
      body: {
        status: 'warn',
        output: 'it is deallocated',
        verdict: 'excluded',
        notes: ['it is deallocated: it cannot be probed'],
      },
    });
    expect(await asked()).toBe(0);
  });

  it('says why a node cannot be used, from what its extensions say', async () => {
    const failing = {
      ...VAULT,
      settings: {
        secretsManagementSettings: {
          requireInitialSync: true,
          observedCertificates: ['https://vault.vault.azure.net/secrets/there'],
        },
      },
    };
    const [node = ''] = await createPool(1, [failing]);
    const answer = await nodeHealth(node);
    expect(answer).toMatchObject({ status: 503, body: { state: 'unusable' } });
    expect(answer.body.output).toMatch(/^it is unusable; secretext has failed: .*no managed identity/);
    expect(answer.body.help.map(({ id }: { id: string }) => id)).toEqual([
      'node-unusable',
      'key-vault-identity',
      'key-vault-initial-sync',
    ]);
  });
});
