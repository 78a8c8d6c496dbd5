import { describe, expect, it } from 'vitest';
import { saveDocument } from '../../../src/app/documents/save-document.ts';
import { deallocateNodes, startNodes } from '../../../src/http/pools/acts.ts';
import { announceWork, withdrawAnnouncement } from '../../../src/http/pools/announcements.ts';
import { deleteOverride, putOverride } from '../../../src/http/pools/overrides.ts';
import type { Operation } from '../../../src/http/serving/operation.ts';
import { operationNamed } from '../../support/api-description.ts';
import { call } from '../../support/http-call.ts';
import { TestSystem } from '../../support/test-system.ts';

const system = TestSystem.forEachTest();

const POOL = { account: 'demo', pool: 'render' };
const JSON_BODY = { 'content-type': 'application/json' };
const UNTIL = '2026-03-03T18:00:00Z';

const CLOSED = {
  id: 'closed',
  timeZone: 'Etc/UTC',
  windows: [{ name: 'friday', days: ['FRI'], from: '08:00', to: '18:00', capacity: { min: 1 } }],
  outside: { max: 0 },
};

/** Two idle nodes; a policy that would let both go, as its schedule is closed. */
async function aClosedPool(policy: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await save('schedules', CLOSED);
  const canary = { share: '100%' };
  await save('policies', {
    id: 'render',
    pools: ['render'],
    mode: 'enforce',
    schedules: ['closed'],
    canary,
    ...policy,
  });
  await system.account.createIdlePool('render', { dedicated: 2 });
}

async function save(
  kind: 'schedules' | 'policies',
  value: { readonly id: string; readonly [member: string]: unknown },
): Promise<void> {
  await saveDocument(system.ports, { kind, id: value.id, value, actor: 'test', expected: undefined });
}

interface Asked {
  readonly body?: unknown;
  readonly dry?: boolean;
  readonly params?: Readonly<Record<string, string>>;
}

function ask(operation: Operation, { body, dry = true, params = {} }: Asked = {}) {
  const query: Readonly<Record<string, string>> = dry ? { dryRun: 'true' } : {};
  const { method } = operation;
  return call(operation, system.ports, {
    method,
    query,
    params: { ...POOL, ...params },
    ...(body !== undefined && { headers: JSON_BODY, body }),
  });
}

async function recorded(): Promise<number> {
  return (await system.ports.audit.page({ account: 'demo', pool: 'render', limit: 10 })).records.length;
}

describe('a dry run', () => {
  it('of an override says what it does and what is then not done, and does nothing', async () => {
    await aClosedPool();
    const { status, body } = await ask(putOverride, { body: { capacity: { min: 2 }, until: UNTIL } });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      dryRun: true,
      says: 'At the next evaluation no node is started or deallocated.',
      pools: [{ pool: 'render', before: { policy: 'render', min: 0, max: 0 }, after: { min: 2, max: null } }],
      acts: [],
      avoided: [{ action: 'deallocate' }, { action: 'deallocate' }],
      warnings: [],
    });
    expect(await recorded()).toBe(0);
  });

  it('of the end of an override says what happens then', async () => {
    await aClosedPool();
    await ask(putOverride, { body: { capacity: { min: 2 }, until: UNTIL }, dry: false });
    const { body } = await ask(deleteOverride);
    expect(body).toMatchObject({ says: 'At the next evaluation 2 nodes are deallocated.', actsInAll: 2 });
    expect(await recorded()).toBe(1);
  });

  it('of a directive in place of one that cannot be read, or of its end, says what happens then', async () => {
    await aClosedPool();
    const row = { account: 'demo', poolId: 'render', text: '{}', until: '2026-03-04T12:00:00.000Z' };
    const unreadable = { partitionKey: 'override|demo', rowKey: 'render|override', ...row };
    await system.storage.table('Overrides').upsertEntity(unreadable, 'Replace');
    const reason = expect.stringMatching(/^the override override of the pool can't be read: /);
    const ended = await ask(deleteOverride);
    expect(ended).toMatchObject({
      status: 200,
      body: { pools: [{ before: { reason }, after: { policy: 'render' } }], acts: { length: 2 } },
    });
    const replaced = (await ask(putOverride, { body: { capacity: { min: 1, max: 1 }, until: UNTIL } })).body;
    expect(replaced).toMatchObject({
      pools: [{ before: { reason }, after: { policy: 'render' } }],
      acts: { length: 1 },
    });
    expect(replaced.warnings).toEqual([]);
  });

  it('of the withdrawal of an announcement that cannot be read frees the pool, as the withdrawal does', async () => {
    await aClosedPool();
    const id = '0f4c1e0e-8f0b-4f7e-9a3c-2d1f5a6b7c8d';
    const row = { account: 'demo', poolId: 'render', text: '{}', until: 'soon' };
    const unreadable = { partitionKey: 'announced|demo', rowKey: `render|${id}`, ...row };
    await system.storage.table('Demand').upsertEntity(unreadable, 'Replace');
    const reason = expect.stringContaining(`the announcement ${id} of the pool can't be read`);
    const effect = await ask(withdrawAnnouncement, { params: { id } });
    expect(effect).toMatchObject({
      status: 200,
      body: { pools: [{ before: { reason }, after: { policy: 'render' } }], acts: { length: 2 } },
    });
    expect(await ask(withdrawAnnouncement, { params: { id }, dry: false })).toMatchObject({ status: 204 });
    expect(await ask(withdrawAnnouncement, { params: { id } })).toMatchObject({ status: 404 });
  });

  it('of an act by hand names the nodes that change and those that stay', async () => {
    await aClosedPool({ schedules: [] });
    const [node] = await system.account.nodes('render');
    const started = await ask(startNodes, { body: { all: true, reason: 'try' } });
    expect(started.body).toMatchObject({
      says: expect.stringMatching(
        /^At once no node is started or deallocated; 2 are so already, and are kept so until /,
      ),
      acts: [],
    });
    const { body } = await ask(deallocateNodes, { body: { nodes: [node?.id], reason: 'try' } });
    expect(body).toMatchObject({
      says: 'At once 1 node is deallocated.',
      acts: [{ node: node?.id, action: 'deallocate' }],
    });
    expect(await recorded()).toBe(0);
    const wrong = await ask(deallocateNodes, { body: { nodes: ['none'], reason: 'try' } });
    expect(wrong.body.code).toBe('NodeNotFound');
  });
});

describe('a dry run of a directive that begins later', () => {
  it('says of which instant it speaks, also under a policy that only observes', async () => {
    await aClosedPool({ mode: 'observe' });
    const { body } = await ask(putOverride, {
      body: { capacity: { min: 2 }, from: '2026-03-03T10:00:00Z', until: UNTIL },
    });
    expect(body.says).toMatch(
      /^The policy only observes: nothing is done\. If it acted: at 2026-03-03T10:00:00Z, with the nodes as they are now, /,
    );
  });
});

describe('a dry run of a document', () => {
  it('names the pools for which something changes, and what it says without effect', async () => {
    await aClosedPool();
    const put = operationNamed('put-schedule');
    const open = { ...CLOSED, outside: { min: 1 } };
    const { status, body } = await call(put, system.ports, {
      method: 'PUT',
      headers: JSON_BODY,
      query: { dryRun: 'true' },
      params: { id: 'closed' },
      body: open,
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      says: 'Something changes for 1 pool: render.',
      pools: [{ pool: 'render', before: { min: 0, max: 0 }, after: { min: 1, max: null } }],
    });
    // A Friday of ten hours, and eight days.
    expect(body.pools).toMatchObject([
      {
        before: { outlook: { nodeHours: 10, edges: [{ min: 0, max: 0 }, { min: 1 }, { min: 0, max: 0 }] } },
        after: { outlook: { nodeHours: 192, edges: [{ min: 1, max: null }] } },
      },
    ]);
    const { body: kept } = await call(operationNamed('get-schedule'), system.ports, { params: { id: 'closed' } });
    expect(kept).toEqual(CLOSED);
  });

  it('of a policy says what its schedules come to on the pools that it names: edges, hours and money', async () => {
    await aClosedPool();
    const [put, headers, query] = [operationNamed('put-policy'), JSON_BODY, { dryRun: 'true' }];
    const work = {
      id: 'work',
      timeZone: 'Etc/UTC',
      windows: [{ name: 'w', date: '2026-03-03', from: '08:00', to: '18:00', capacity: { min: '100%' } }],
    };
    await save('schedules', work);
    const price = { nodeHour: 1, deallocatedNodeHour: 0, currency: 'EUR' };
    const { body } = await call(put, system.ports, {
      method: 'PUT',
      headers,
      query,
      params: { id: 'render' },
      body: { id: 'render', pools: ['render'], mode: 'enforce', schedules: ['work'], price },
    });
    expect(body.pools).toMatchObject([
      {
        pool: 'render',
        before: { outlook: { nodeHours: 10 } },
        after: {
          outlook: {
            nodeHours: 20,
            cost: 20,
            currency: 'EUR',
            edges: [{ min: 0 }, { at: '2026-03-03T08:00:00Z', min: 2 }, { at: '2026-03-03T18:00:00Z', min: 0 }],
          },
        },
      },
    ]);
  });

  it('does not say that nothing changes where only the capacity stays the same', async () => {
    await aClosedPool();
    const put = async (body: Readonly<Record<string, unknown>> & { readonly id: string }) =>
      call(operationNamed('put-policy'), system.ports, {
        method: 'PUT',
        headers: JSON_BODY,
        query: { dryRun: 'true' },
        params: { id: body.id },
        body,
      });
    const policy = { id: 'render', pools: ['render'], mode: 'enforce', schedules: ['closed'] };
    expect((await put({ ...policy, idle: { timeout: 'PT1M' } })).body).toMatchObject({
      says: 'From the next evaluation on it applies to 1 pool; the capacity that is requested of it in the next eight days stays the same.',
      pools: [],
    });
    expect((await put({ id: 'other', pools: ['none'], mode: 'enforce' })).body.says).toBe('It applies to no pool.');
  });

  it('warns of a second policy that names a pool equally well, and of a pattern that names none', async () => {
    await aClosedPool();
    const { body } = await call(operationNamed('put-policy'), system.ports, {
      method: 'PUT',
      headers: JSON_BODY,
      query: { dryRun: 'true' },
      params: { id: 'second' },
      body: { id: 'second', pools: ['render', 'none-*'], mode: 'enforce' },
    });
    expect(body.pools).toMatchObject([{ pool: 'render', after: { policy: null } }]);
    const messages = body.warnings.map(({ message }: { message: string }) => message);
    expect(messages).toContain('"none-*" matches no existing pool');
    expect(messages).toContain('1 pool is left alone for it, as another policy names them equally well: render');
  });

  it('of its deletion says that its pools are left to themselves', async () => {
    await aClosedPool();
    const { body } = await call(operationNamed('delete-policy'), system.ports, {
      method: 'DELETE',
      query: { dryRun: 'true' },
      params: { id: 'render' },
    });
    expect(body.pools).toMatchObject([{ pool: 'render', after: { policy: null, reason: 'no policy names the pool' } }]);
  });
});

describe('what is accepted and has no effect', () => {
  it('is an announcement for which the schedules have no room, before it is made and when it is', async () => {
    await aClosedPool();
    const body = { slots: 4, by: '2026-03-02T20:00:00Z' };
    const warnings = [
      {
        path: '$.slots',
        message:
          '4 slots need 4 nodes, and at most 0 may be allocated then (outside the windows of closed): nothing is started for them',
      },
    ];
    expect((await ask(announceWork, { body })).body.warnings).toEqual(warnings);
    const made = await ask(announceWork, { body, dry: false });
    expect(made).toMatchObject({ status: 201, body: { slots: 4, warnings } });
    expect((await ask(withdrawAnnouncement, { params: { id: made.body.id } })).body).toMatchObject({ dryRun: true });
  });

  it('is an override above the size of the pool, and one that names nodes that are not there', async () => {
    await aClosedPool();
    const body = { capacity: { min: 9 }, nodes: { on: ['gone'] }, until: UNTIL };
    expect((await ask(putOverride, { body, dry: false })).body.warnings).toEqual([
      { path: '$.capacity.min', message: '9 nodes are requested, and the pool has 2: no more than that can be on' },
      { path: '$.nodes.on[0]', message: 'the pool has no node "gone"' },
    ]);
  });

  it('is whatever is said of a pool whose policy only observes, or that has none', async () => {
    await aClosedPool({ mode: 'observe' });
    await system.account.createPool('other', { dedicated: 0 });
    const body = { capacity: { min: 1 }, until: UNTIL };
    expect((await ask(putOverride, { body })).body.warnings).toEqual([
      { path: '$', message: 'nothing is started or stopped for it: the policy "render" only observes' },
    ]);
    expect(
      (await ask(putOverride, { body: { ...body, capacity: { min: 0 } }, params: { pool: 'other' } })).body.warnings,
    ).toEqual([{ path: '$', message: 'nothing is started or stopped for it: no policy names the pool' }]);
  });

  it('is no override that does what it says', async () => {
    await aClosedPool();
    expect(
      (await ask(putOverride, { body: { capacity: { min: 2 }, until: UNTIL }, dry: false })).body,
    ).not.toHaveProperty('warnings');
  });
});
