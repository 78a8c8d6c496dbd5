import { Temporal } from 'temporal-polyfill';
import { beforeEach, describe, expect, it } from 'vitest';
import { announceWork, listAnnouncements, withdrawAnnouncement } from '../../../src/http/pools/announcements.ts';
import { resetCircuit } from '../../../src/http/pools/circuits.ts';
import { deleteOverride, getOverride, putOverride } from '../../../src/http/pools/overrides.ts';
import { call } from '../../support/http-call.ts';
import { noWaiting } from '../../support/no-waiting.ts';
import { TestSystem } from '../../support/test-system.ts';

const system = TestSystem.forEachTest();
beforeEach(async () => {
  await system.account.createPool('render', { dedicated: 0 });
});

const POOL = { account: 'demo', pool: 'render' };
const UNTIL = '2026-03-03T18:00:00Z';
const JSON_BODY = { 'content-type': 'application/json' };

function put(body: unknown, params: Readonly<Record<string, string>> = POOL) {
  return call(putOverride, system.ports, { method: 'PUT', headers: JSON_BODY, params, body });
}

function announce(body: unknown, headers: Readonly<Record<string, string>> = {}) {
  const sent = { ...JSON_BODY, ...headers };
  return call(announceWork, system.ports, { method: 'POST', headers: sent, params: POOL, body });
}

const KEY = { 'idempotency-key': 'night-1' };

async function correlations(action: string): Promise<readonly string[]> {
  const query = { account: 'demo', pool: 'render', action, limit: 10 };
  return (await system.ports.audit.page(query)).records.map(({ correlation }) => correlation);
}

describe('the override of a pool', () => {
  it.each([
    ['is no JSON', 'min: 4', UNTIL, /is not valid JSON/],
    ['lacks a member', JSON.stringify({ nodes: { on: [], off: [] }, until: UNTIL, actor: 'me' }), UNTIL, /from/],
    ['has an end that is no instant', '{}', 'soon', /its end is/],
  ])('says what is wrong if it %s, and can be deleted and replaced', async (_, text, until, fault) => {
    const rowKey = 'render|override';
    const row = { partitionKey: 'override|demo', rowKey, account: 'demo', poolId: 'render', text, until };
    const breaking = () => system.storage.table('Overrides').upsertEntity(row, 'Replace');
    await put({ capacity: { min: 2 }, until: UNTIL });
    await breaking();
    const answer = await call(getOverride, system.ports, { params: POOL });
    expect(answer).toMatchObject({ status: 409, body: { code: 'OverrideUnreadable' } });
    expect(answer.body.detail).toMatch(fault);
    expect((await call(deleteOverride, system.ports, { params: POOL })).status).toBe(204);
    expect((await call(getOverride, system.ports, { params: POOL })).status).toBe(404);
    const { records } = await system.ports.audit.page({ account: 'demo', action: 'override.delete', limit: 1 });
    expect(records[0]?.reason).toMatch(fault);
    await breaking();
    expect((await put({ capacity: { min: 3 }, until: UNTIL })).status).toBe(201);
  });

  it('is kept with its beginning and its maker, replaced, and taken back, each with a record', async () => {
    const first = await put({ capacity: { min: 2 }, until: UNTIL, note: 'the long render' });
    expect(first.status).toBe(201);
    expect(first.body).toEqual({
      capacity: { min: 2 },
      nodes: { on: [], off: [] },
      from: '2026-03-02T12:00:00Z',
      until: UNTIL,
      note: 'the long render',
      actor: 'http:function-key',
      warnings: [
        { path: '$', message: 'nothing is started or stopped for it: no policy names the pool' },
        { path: '$.capacity.min', message: '2 nodes are requested, and the pool has 0: no more than that can be on' },
      ],
    });
    expect(await put({ capacity: { min: 3 }, until: UNTIL })).toMatchObject({ status: 200 });
    const shown = await call(getOverride, system.ports, { params: { ...POOL, pool: 'RENDER' } });
    expect(shown).toMatchObject({ status: 200, body: { capacity: { min: 3 } } });
    expect(await call(deleteOverride, system.ports, { params: POOL })).toMatchObject({ status: 204 });
    expect(await call(getOverride, system.ports, { params: POOL })).toMatchObject({
      status: 404,
      body: { code: 'OverrideNotFound' },
    });
    const { records } = await system.ports.audit.page({ account: 'demo', pool: 'render', limit: 10 });
    expect(records.map(({ action, before, after }) => [action, before !== undefined, after !== undefined])).toEqual([
      ['override.delete', true, false],
      ['override', true, true],
      ['override', false, true],
    ]);
  });

  it('stays where somebody sets it at the moment at which the one before is taken back', async () => {
    await put({ capacity: { min: 2 }, until: UNTIL });
    const { ports } = system;
    const append: typeof ports.audit.append = async (entries, options) => {
      const records = await ports.audit.append(entries, options);
      if (entries[0]?.action === 'override.delete' && entries[0].phase !== 'outcome')
        await put({ capacity: { min: 4 }, until: UNTIL });
      return records;
    };
    const racing = { ...ports, audit: { ...ports.audit, append } };
    const answer = await call(deleteOverride, racing, { method: 'DELETE', params: POOL });
    expect(answer).toMatchObject({ status: 412, body: { code: 'DocumentChanged' } });
    expect(await call(getOverride, ports, { params: POOL })).toMatchObject({ body: { capacity: { min: 4 } } });
  });

  it('can have the pool left alone, and says then nothing else', async () => {
    const body = { leaveAlone: true, until: UNTIL, note: 'the disks are copied' };
    expect(await put(body)).toMatchObject({ status: 201, body });
    const { records } = await system.ports.audit.page({ account: 'demo', pool: 'render', limit: 1 });
    expect(records).toMatchObject([{ action: 'override', reason: `left alone until ${UNTIL}: the disks are copied` }]);
    expect(await put({ ...body, capacity: { min: 1 } })).toMatchObject({
      status: 400,
      body: { errors: [{ path: '$.leaveAlone' }] },
    });
    expect(await put({ leaveAlone: false, until: UNTIL })).toMatchObject({
      status: 400,
      body: { errors: [{ path: '$' }] },
    });
  });

  it('is gone when it is over', async () => {
    await put({ capacity: { min: 2 }, until: '2026-03-02T12:30:00Z' });
    await system.account.advance('PT30M');
    expect(await call(getOverride, system.ports, { params: POOL })).toMatchObject({ status: 404 });
  });

  it.each([
    ['nothing at all', { until: UNTIL }, ['$']],
    ['no end', { capacity: { min: 1 } }, ['$.until']],
    ['an end that is over', { capacity: { min: 1 }, until: '2026-03-02T11:00:00Z' }, ['$.until']],
    ['a beginning after its end', { capacity: {}, from: '2026-03-04T00:00:00Z', until: UNTIL }, ['$.until']],
    ['more than a year', { capacity: {}, until: '2027-06-01T00:00:00Z' }, ['$.until']],
    ['a node on and off', { nodes: { on: ['a'], off: ['A'] }, until: UNTIL }, ['$.nodes.off[0]']],
    [
      'several faults',
      { capacity: { min: -1 }, nodes: 5, until: 'soon', why: 1 },
      ['$.capacity.min', '$.nodes', '$.until', '$.why'],
    ],
  ])('is refused with %s, and nothing is changed', async (_, body, paths) => {
    const answer = await put(body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual(paths);
    expect(await call(getOverride, system.ports, { params: POOL })).toMatchObject({ status: 404 });
  });

  it('needs a pool that is there, in an account that is managed', async () => {
    const body = { capacity: { min: 1 }, until: UNTIL };
    expect(await put(body, { ...POOL, pool: 'other' })).toMatchObject({ status: 404, body: { code: 'PoolNotFound' } });
    expect(await put(body, { ...POOL, account: 'nobody' })).toMatchObject({ body: { code: 'AccountNotFound' } });
  });
});

describe('announcements of work', () => {
  it('are kept, listed in the order of their time, and taken back', async () => {
    const late = await announce({ slots: 200, by: '2026-03-03T06:00:00Z', note: 'nightly' });
    const soon = await announce({ slots: 5, by: '2026-03-02T13:00:00Z', until: '2026-03-02T13:10:00Z' });
    expect(late).toMatchObject({ status: 201, body: { slots: 200, until: '2026-03-03T07:00:00Z' } });
    expect(late.headers.get('location')).toBe(`/api/accounts/demo/pools/render/announcements/${late.body.id}`);
    const list = async () => (await call(listAnnouncements, system.ports, { params: POOL })).body.announcements;
    expect((await list()).map(({ slots }: { slots: number }) => slots)).toEqual([5, 200]);
    const params = { ...POOL, id: soon.body.id as string };
    expect(await call(withdrawAnnouncement, system.ports, { params })).toMatchObject({ status: 204 });
    expect(await call(withdrawAnnouncement, system.ports, { params })).toMatchObject({
      status: 404,
      body: { code: 'AnnouncementNotFound' },
    });
    expect(await list()).toHaveLength(1);
  });

  it('are listed with those that cannot be read, which can be withdrawn', async () => {
    const { warnings: _, ...good } = (await announce({ slots: 5, by: '2026-03-02T14:00:00Z' })).body;
    const id = '0f4c1e0e-8f0b-4f7e-9a3c-2d1f5a6b7c8d';
    const until = Temporal.Instant.from('2026-03-03T18:00:00Z');
    await system.ports.announcements.put({ account: 'demo', poolId: 'render', id, text: '{"slots":', until });
    const list = async () => (await call(listAnnouncements, system.ports, { params: POOL })).body;
    const fault = expect.stringContaining('JSON');
    expect(await list()).toEqual({ announcements: [good], unreadable: [{ id, fault }] });
    await call(withdrawAnnouncement, system.ports, { params: { ...POOL, id } });
    expect(await list()).toEqual({ announcements: [good] });
  });

  it('are made once under an Idempotency-Key, which is for nothing else', async () => {
    const work = { slots: 5, by: '2026-03-02T14:00:00Z' };
    const [first, again] = await Promise.all([announce(work, KEY), announce(work, KEY)]);
    expect([first?.status, again?.status]).toEqual([201, 201]);
    expect(again?.body).toEqual(first?.body);
    const other = await announce({ ...work, slots: 6 }, KEY);
    expect([other.status, other.body.code]).toEqual([409, 'IdempotencyKeyReused']);
    const reset = await call(resetCircuit, system.ports, { method: 'POST', headers: KEY, params: POOL });
    expect([reset.status, reset.body.code]).toEqual([409, 'IdempotencyKeyReused']);
    expect(await correlations('demand.announced')).toEqual([first?.body.id]);
    expect(await correlations('circuit.reset')).toEqual([]);
    await announce(work);
    expect(await correlations('demand.announced')).toHaveLength(2);
  });

  it('that were broken off are gone over again as the same', async () => {
    const work = { slots: 5, by: '2026-03-02T14:00:00Z' };
    const put = () => Promise.reject(new Error('the process dies here'));
    const broken = { ...system.ports, announcements: { ...system.ports.announcements, put } };
    const sent = { method: 'POST', headers: { ...JSON_BODY, ...KEY }, params: POOL, body: work };
    expect((await call(announceWork, broken, sent)).status).toBe(500);
    const { pause, pauses } = noWaiting();
    const { status, body } = await call(announceWork, { ...system.ports, pause }, sent);
    expect([status, pauses()]).toEqual([201, 24]);
    expect(new Set(await correlations('demand.announced'))).toEqual(new Set([body.id]));
  });

  it('are at most 500 that are not over, also in a dry run', async () => {
    const pool = { account: 'demo', poolId: 'render' };
    const rows = Array.from({ length: 501 }, (_, index) => {
      const until = index === 0 ? '2026-03-02T12:00:00.000Z' : '2026-03-03T18:00:00.000Z';
      return { rowKey: `render|${index}`, ...pool, text: '{}', until };
    });
    const table = system.storage.table('Demand');
    for (let first = 0; first < rows.length; first += 100) {
      const some = rows.slice(first, first + 100).map((row) => ({ partitionKey: 'announced|demo', ...row }));
      await table.submitTransaction(some.map((row) => ['create', row]));
    }
    const work = { slots: 5, by: '2026-03-02T14:00:00Z' };
    for (const query of [{}, { dryRun: 'true' }]) {
      const sent = { method: 'POST', headers: JSON_BODY, params: POOL, query, body: work };
      const { status, body } = await call(announceWork, system.ports, sent);
      expect([status, body.code, body.detail]).toEqual([
        409,
        'TooManyAnnouncements',
        expect.stringMatching('at most 500'),
      ]);
    }
    expect(await correlations('demand.announced')).toEqual([]);
    await table.deleteEntity('announced|demo', 'render|1');
    expect((await announce(work)).status).toBe(201);
    expect((await announce(work)).status).toBe(409);
  });

  it('go when they are over and another comes', async () => {
    await announce({ slots: 5, by: '2026-03-02T12:10:00Z', until: '2026-03-02T12:20:00Z' });
    await system.account.advance('PT30M');
    await announce({ slots: 7, by: '2026-03-02T14:00:00Z' });
    expect(await system.ports.announcements.listOf({ account: 'demo', poolId: 'render' })).toHaveLength(1);
  });

  it.each([
    ['no slots', { slots: 0, by: UNTIL }, ['$.slots']],
    ['a time that is over', { slots: 1, by: '2026-03-01T00:00:00Z' }, ['$.by']],
    ['an end before its beginning', { slots: 1, by: UNTIL, until: UNTIL }, ['$.until']],
    ['nodes held for days', { slots: 1, by: UNTIL, until: '2026-03-09T00:00:00Z' }, ['$.until']],
  ])('are refused with %s', async (_, body, paths) => {
    const answer = await announce(body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map(({ path }: { path: string }) => path)).toEqual(paths);
  });
});

describe('POST of a reset of the circuit', () => {
  it('answers with the correlation of its history, and is made once under an Idempotency-Key', async () => {
    const reset = () => call(resetCircuit, system.ports, { method: 'POST', headers: KEY, params: POOL });
    const { status, headers, body } = await reset();
    expect(status).toBe(202);
    expect(headers.get('location')).toBe(`/api/audit?correlation=${body.correlation}`);
    expect((await reset()).body).toEqual(body);
    expect(await correlations('circuit.reset')).toEqual([body.correlation]);
  });
});
