import { describe, expect, it } from 'vitest';
import { NO_MEMORY } from '../../../src/core/memory/memory.ts';
import { asciiJson } from '../../../src/core/text/ascii-json.ts';
import { getPool, listPools } from '../../../src/http/pools/pools.ts';
import { SECURITY_HEADERS } from '../../../src/http/security-headers.ts';
import type { DocumentKind } from '../../../src/ports/documents.ts';
import type { PoolState } from '../../../src/ports/pool-states.ts';
import { call } from '../../support/http-call.ts';
import { TestSystem } from '../../support/test-system.ts';

const system = TestSystem.forEachTest();

// At noon of that Monday it is 13:00 in Berlin.
const SCHEDULE = {
  id: 'office-hours',
  timeZone: 'Europe/Berlin',
  windows: [{ name: 'weekdays', days: ['MON-FRI'], from: '08:00', to: '18:30', capacity: { min: '50%' } }],
  outside: { min: 0, max: 1 },
};
const POLICY = { id: 'render', pools: ['render'], mode: 'enforce', schedules: ['office-hours'] };

const NO_POLICY = {
  policy: null,
  reason: 'no policy names the pool',
  capacity: null,
  circuit: null,
  trouble: null,
  timeZone: null,
  price: null,
  lastPlan: null,
};

async function store(kind: DocumentKind, document: typeof SCHEDULE | typeof POLICY): Promise<void> {
  await system.ports.documents.put({ kind, id: document.id, text: asciiJson(document), actor: 'me' }, 'absent');
}

function list(account = 'demo') {
  return call(listPools, system.ports, { params: { account } });
}

function get(pool: string, account = 'demo') {
  return call(getPool, system.ports, { params: { account, pool } });
}

/** The same pool as both answers show it. */
async function both(pool: string) {
  const [{ body: one }, { body: all }] = await Promise.all([get(pool), list()]);
  return { one, listed: all.pools.find(({ id }: { id: string }) => id === pool) };
}

/** The states of a pool's nodes, counted from what the emulator shows. */
async function statesOf(pool: string) {
  const counts: Record<string, number> = {};
  for (const { state, isDedicated } of await system.account.nodes(pool)) {
    if (isDedicated) counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}

describe('GET of pools', () => {
  it('shows a pool that is none of our business with its states', async () => {
    await system.account.createIdlePool('render', { dedicated: 3 });
    const expected = {
      account: 'demo',
      id: 'render',
      state: 'active',
      allocationState: 'steady',
      nodes: 3,
      states: { idle: 3 },
      ...NO_POLICY,
    };
    const one = await get('render');
    expect(one).toMatchObject({ status: 200 });
    expect(Object.fromEntries(one.headers)).toEqual({
      ...SECURITY_HEADERS,
      'content-type': 'application/json',
    });
    expect(one.body).toEqual(expected);
    const all = await list();
    expect(all.status).toBe(200);
    expect(all.body).toEqual({ account: 'demo', pools: [expected] });
  });

  it('agrees with the account about the states of nodes, Spot nodes aside', async () => {
    const nodes = await system.account.createIdlePool('render', { dedicated: 5, lowPriority: 2 });
    const [a, b, c] = nodes.filter(({ isDedicated }) => isDedicated).map(({ id }) => id ?? '');
    await system.account.deallocate('render', a ?? '');
    await system.account.deallocate('render', b ?? '');
    await system.account.advance('PT2M');
    await system.account.deallocate('render', c ?? '');
    await system.account.createJob('job', 'render');
    await system.account.addTasks('job', ['t1'], 3600);
    await system.account.advance('PT10S');
    const states = await statesOf('render');
    expect(states).toMatchObject({ deallocated: 2, deallocating: 1 });
    const { one, listed } = await both('render');
    expect(one).toMatchObject({ nodes: 5, states });
    expect(listed).toEqual(one);
  });

  it('shows pools in the order of their ids, and one without nodes', async () => {
    for (const id of ['b', 'c', 'a']) await system.account.createPool(id, { dedicated: id === 'b' ? 0 : 1 });
    await system.account.advance('PT10M');
    const { body } = await list();
    expect(body.pools.map(({ id }: { id: string }) => id)).toEqual(['a', 'b', 'c']);
    expect(body.pools[1]).toMatchObject({ id: 'b', nodes: 0, states: {} });
    expect((await get('b')).body).toEqual(body.pools[1]);
  });

  it('shows an account without pools', async () => {
    expect(await list()).toMatchObject({ status: 200, body: { account: 'demo', pools: [] } });
  });

  it('shows the policy, and the capacity now and at the next edge of its schedules', async () => {
    await store('schedules', SCHEDULE);
    await store('policies', POLICY);
    await system.account.createIdlePool('render', { dedicated: 5 });
    const { one, listed } = await both('render');
    expect(one).toMatchObject({
      policy: { id: 'render', mode: 'enforce', because: 'the pattern "render"' },
      reason: null,
      capacity: {
        // 50 % of 5 nodes is 3 nodes
        now: { min: 3, max: null, because: ['window "weekdays" of office-hours'] },
        next: { at: '2026-03-02T17:30:00Z', min: 0, max: 1, because: ['outside the windows of office-hours'] },
      },
      circuit: null,
      lastPlan: null,
    });
    expect(listed).toEqual(one);
  });

  it('shows that nothing comes where a policy has no schedules', async () => {
    await store('policies', { ...POLICY, schedules: [] });
    await system.account.createIdlePool('render');
    expect((await get('render')).body.capacity).toEqual({ now: { min: 0, max: null, because: [] }, next: null });
  });

  it('says why a pool with a policy cannot be managed', async () => {
    await store('policies', POLICY);
    await system.account.createIdlePool('render');
    const { one, listed } = await both('render');
    expect(one).toMatchObject({
      policy: null,
      reason: 'the schedule "office-hours" of the policy "render" does not exist',
      capacity: null,
    });
    expect(listed).toEqual(one);
  });

  it('shows the last plan', async () => {
    await store('policies', { ...POLICY, schedules: [] });
    await system.account.createIdlePool('render');
    const lastPlan = {
      at: '2026-03-02T11:59:00Z',
      correlation: 'c-1',
      policy: 'render@1',
      mode: 'enforce',
      target: { min: 1, max: undefined, because: ['window "weekdays" of office-hours'] },
      leftAlone: undefined,
      acts: [{ node: 'n-1', action: 'start', rule: 'schedule', reason: '1 must be ready', outcome: 'accepted' }],
      left: [{ rule: 'idle', nodes: 2, example: 'idle for 5 min, within the idle timeout' }],
      broken: 'starts of the pool fail, the last because it shows deallocated',
    } satisfies PoolState['lastPlan'];
    const state = {
      account: 'demo',
      poolId: 'render',
      fingerprint: '',
      nextLook: undefined,
      acting: undefined,
      memory: NO_MEMORY,
    };
    await system.ports.poolStates.put({ ...state, tick: await system.now(), lastPlan }, undefined);
    const { one, listed } = await both('render');
    expect(one.lastPlan).toEqual({
      ...lastPlan,
      halts: [],
      sibling: null,
      target: { ...lastPlan.target, max: null },
      leftAlone: null,
    });
    expect(one.reason).toBeNull();
    expect(listed).toEqual(one);
  });

  it('shows why the last evaluation left the whole pool alone', async () => {
    await store('policies', { ...POLICY, schedules: [] });
    await system.account.createIdlePool('render');
    const lastPlan = {
      at: '2026-03-02T11:59:00Z',
      correlation: 'c-1',
      policy: undefined,
      mode: undefined,
      target: undefined,
      leftAlone: 'the pool is being resized',
      acts: [],
      left: [],
    } satisfies PoolState['lastPlan'];
    const state = {
      account: 'demo',
      poolId: 'render',
      fingerprint: '',
      nextLook: undefined,
      acting: undefined,
      memory: NO_MEMORY,
    };
    await system.ports.poolStates.put({ ...state, tick: await system.now(), lastPlan }, undefined);
    const { one, listed } = await both('render');
    expect(one).toMatchObject({
      reason: 'the pool is being resized',
      lastPlan: { policy: null, mode: null, target: null, leftAlone: 'the pool is being resized' },
    });
    expect(listed).toEqual(one);
  });

  it('finds a pool in any letter case, as Batch does', async () => {
    await system.account.createIdlePool('Render');
    expect(await get('rENDER')).toMatchObject({ status: 200, body: { id: 'Render' } });
  });
});

describe('GET of what is not there', () => {
  const PROBLEM_TYPE = 'application/problem+json';

  it('answers 404 for a pool, and says where to look', async () => {
    const answer = await get('nowhere');
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe(PROBLEM_TYPE);
    expect(answer.body).toEqual({
      type: 'urn:lamplighter:problem:pool-not-found',
      title: 'Pool not found',
      status: 404,
      detail: "The account 'demo' has no pool 'nowhere'; GET /api/accounts/demo/pools lists them.",
      code: 'PoolNotFound',
    });
  });

  it.each([
    ['the pools', () => list('other')],
    ['a pool', () => get('render', 'other')],
  ])('answers 404 for %s of an account that is not configured', async (_, ask) => {
    const answer = await ask();
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe(PROBLEM_TYPE);
    expect(answer.body).toEqual({
      type: 'urn:lamplighter:problem:account-not-found',
      title: 'Account not found',
      status: 404,
      detail: "No account 'other' is configured; GET /api/accounts lists them.",
      code: 'AccountNotFound',
    });
  });
});

describe('a bad question about pools', () => {
  it.each([
    [{ account: 'Demo', pool: 'render' }, ['account']],
    [{ account: 'de', pool: 'a/b' }, ['account', 'pool']],
    [{ account: 'demo', pool: '../jobs' }, ['pool']],
    [{ account: 'demo', pool: 'a'.repeat(65) }, ['pool']],
    [{ account: 'demo', pool: 'ä' }, ['pool']],
  ])('is refused: %j', async (params, paths) => {
    const answer = await call(getPool, system.ports, { params });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'InvalidRequest', errors: paths.map((path) => ({ path })) });
  });

  it.each([
    ['list', listPools],
    ['one', getPool],
  ] as const)('is refused for a parameter that is not known: %s', async (_, handler) => {
    const answer = await call(handler, system.ports, {
      params: { account: 'demo', pool: 'render' },
      query: { code: 'abc', state: 'idle' },
    });
    expect(answer).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'state', message: 'there is no such parameter' }] },
    });
  });
});

describe('an account that does not answer', () => {
  it.each([
    ['the pools', listPools],
    ['a pool', getPool],
  ] as const)('is a problem that says when to ask again: %s', async (_, handler) => {
    const keys = { demo: Buffer.from('another key').toString('base64') };
    const ports = system.compose({ BATCH_ACCOUNT_KEYS: JSON.stringify(keys) });
    const answer = await call(handler, ports, { params: { account: 'demo', pool: 'render' } });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('30');
    expect(answer.body).toMatchObject({ code: 'BatchUnavailable', detail: expect.stringContaining('demo') });
  });
});
