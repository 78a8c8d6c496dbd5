import { describe, expect, it } from 'vitest';
import { recordId } from '../../../src/core/audit/record.ts';
import { undoRecord } from '../../../src/http/audit/undo.ts';
import { announceWork, listAnnouncements, withdrawAnnouncement } from '../../../src/http/pools/announcements.ts';
import { getOverride, putOverride } from '../../../src/http/pools/overrides.ts';
import { toAuditView } from '../../../src/ports/audit-view.ts';
import { AppError } from '../../../src/ports/errors.ts';
import { operationNamed } from '../../support/api-description.ts';
import { anEntry } from '../../support/audit-entries.ts';
import { call } from '../../support/http-call.ts';
import { TestSystem } from '../../support/test-system.ts';

const system = TestSystem.forEachTest();

const POOL = { account: 'demo', pool: 'render' };
const JSON_BODY = { 'content-type': 'application/json' };
const UNTIL = '2026-03-03T18:00:00Z';
const POLICY = { id: 'render', pools: ['render'], mode: 'enforce' };

function putPolicy(body: Readonly<Record<string, unknown>>, headers: Readonly<Record<string, string>> = {}) {
  const params = { id: 'render' };
  return call(operationNamed('put-policy'), system.ports, {
    method: 'PUT',
    headers: { ...JSON_BODY, ...headers },
    params,
    body,
  });
}

function getPolicy() {
  return call(operationNamed('get-policy'), system.ports, { params: { id: 'render' } });
}

function override(min: number) {
  const body = { capacity: { min }, until: UNTIL };
  return call(putOverride, system.ports, { method: 'PUT', headers: JSON_BODY, params: POOL, body });
}

/** The id of the newest record of an action. */
async function newest(action: string): Promise<string> {
  const [record] = (await system.ports.audit.page({ action, limit: 1 })).records;
  if (record === undefined) throw new Error(`nothing is recorded of ${action}`);
  return toAuditView(record).id;
}

function undo(record: string, query: Readonly<Record<string, string>> = {}) {
  return call(undoRecord, system.ports, { method: 'POST', headers: JSON_BODY, query, body: { record } });
}

describe('POST undo', () => {
  it('brings a document back to what it was, after saying what that does', async () => {
    await system.account.createIdlePool('render', { dedicated: 1 });
    const { headers } = await putPolicy(POLICY);
    await putPolicy({ ...POLICY, mode: 'observe' }, { 'if-match': headers.get('etag') ?? '' });
    const record = await newest('policy.put');
    const dry = await undo(record, { dryRun: 'true' });
    expect(dry.body).toMatchObject({
      dryRun: true,
      pools: [{ before: { mode: 'observe' }, after: { mode: 'enforce' } }],
    });
    expect((await getPolicy()).body.mode).toBe('observe');
    expect(await undo(record)).toMatchObject({ status: 202, body: { says: 'policies/render is what it was before' } });
    expect((await getPolicy()).body).toEqual(POLICY);
  });

  it('never overwrites what somebody has changed since', async () => {
    const { headers } = await putPolicy(POLICY);
    const first = await newest('policy.put');
    await putPolicy({ ...POLICY, mode: 'observe' }, { 'if-match': headers.get('etag') ?? '' });
    expect(await undo(first)).toMatchObject({ status: 412, body: { code: 'DocumentChanged' } });
    expect((await getPolicy()).body.mode).toBe('observe');
  });

  it('restores nothing of which only the beginning is recorded', async () => {
    const [record] = await system.ports.audit.append([
      anEntry({
        action: 'policy.put',
        subject: { document: 'policies/render' },
        before: { ...POLICY, description: 'x'.repeat(500_000) },
        after: POLICY,
      }),
    ]);
    await putPolicy(POLICY);
    expect(await undo(record === undefined ? '' : recordId(record))).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('too long for a record') },
    });
  });

  it('deletes a document that was new', async () => {
    await putPolicy(POLICY);
    await undo(await newest('policy.put'));
    expect((await getPolicy()).status).toBe(404);
    await undo(await newest('policy.delete'));
    expect((await getPolicy()).body).toEqual(POLICY);
  });

  it('brings a subscription back with the secret that it has, and says that a deleted one has lost it', async () => {
    const params = { id: 'ops' };
    const address = { params, headers: JSON_BODY };
    const put = (body: unknown, headers = {}) =>
      call(operationNamed('put-subscription'), system.ports, {
        ...{ method: 'PUT', params, headers: { ...JSON_BODY, ...headers }, body },
      });
    const written = { id: 'ops', url: 'https://93.184.216.34/events', events: ['lamplighter.node.start-failed'] };
    const created = await put(written);
    expect(created.body).toMatchObject({ id: 'ops' });
    const etag = created.headers.get('etag') ?? '';
    await put({ ...written, events: ['lamplighter.window.closing'] }, { 'if-match': etag });
    expect(await undo(await newest('subscription.put'))).toMatchObject({ status: 202 });
    const back = await call(operationNamed('get-subscription'), system.ports, { params });
    expect(back.body.events).toEqual(written.events);
    const gone = { ...address, method: 'DELETE', headers: { 'if-match': back.headers.get('etag') ?? '' } };
    await call(operationNamed('delete-subscription'), system.ports, gone);
    expect((await undo(await newest('subscription.delete'))).body.detail).toContain('create the subscription anew');
  });

  it.each([
    ['the end of an override', [1], 412],
    ['an override of before', [1, 2], 409],
  ])('puts %s over none that somebody sets at the same moment', async (_, mins, status) => {
    await system.account.createPool('render', { dedicated: 0 });
    for (const min of mins) await override(min);
    const { ports } = system;
    const append: typeof ports.audit.append = async (entries, options) => {
      const records = await ports.audit.append(entries, options);
      system.ports = ports;
      await override(4);
      return records;
    };
    const record = await newest('override');
    system.ports = { ...ports, audit: { ...ports.audit, append } };
    expect(await undo(record)).toMatchObject({ status });
    expect(await call(getOverride, ports, { params: POOL })).toMatchObject({ body: { capacity: { min: 4 } } });
  });

  it('brings back the override that was replaced, and ends the first one', async () => {
    await system.account.createIdlePool('render', { dedicated: 3 });
    await override(1);
    const first = await newest('override');
    await override(2);
    expect((await undo(first)).status).toBe(412);
    await undo(await newest('override'));
    const { body } = await call(getOverride, system.ports, { params: POOL });
    expect(body.capacity).toEqual({ min: 1 });
  });

  it('withdraws an announcement', async () => {
    await system.account.createIdlePool('render', { dedicated: 1 });
    const body = { slots: 1, by: UNTIL };
    await call(announceWork, system.ports, { method: 'POST', headers: JSON_BODY, params: POOL, body });
    const record = await newest('demand.announced');
    expect((await undo(record, { dryRun: 'true' })).body).toMatchObject({ dryRun: true });
    await undo(record);
    expect((await call(listAnnouncements, system.ports, { params: POOL })).body.announcements).toEqual([]);
    await undo(await newest('demand.withdrawn'));
    expect((await call(listAnnouncements, system.ports, { params: POOL })).body.announcements).toHaveLength(1);
  });

  it('refuses the record of a change that was not made', async () => {
    await system.account.createIdlePool('render', { dedicated: 1 });
    const body = { slots: 1, by: UNTIL };
    const { body: made } = await call(announceWork, system.ports, {
      ...{ method: 'POST', headers: JSON_BODY, params: POOL, body },
    });
    const remove = () => Promise.reject(new AppError('StorageUnavailable', 'The table could not be reached.'));
    const ports = { ...system.ports, announcements: { ...system.ports.announcements, delete: remove } };
    const params = { ...POOL, id: made.id };
    const failed = await call(withdrawAnnouncement, ports, { method: 'DELETE', headers: JSON_BODY, params });
    expect(failed.status).toBe(503);
    const why = 'it changed nothing: what it describes is the same before and after';
    expect(await undo(await newest('demand.withdrawn'))).toMatchObject({
      status: 400,
      body: { code: 'InvalidRequest', errors: [{ path: '$.record', message: why }] },
    });
    expect((await call(listAnnouncements, system.ports, { params: POOL })).body.announcements).toHaveLength(1);
  });

  it('refuses what nothing takes back, and a record that is not there', async () => {
    await system.account.createIdlePool('render', { dedicated: 1 });
    expect(await undo('d.2026-03/99')).toMatchObject({ status: 400, body: { code: 'InvalidRequest' } });
    await call(operationNamed('reset-circuit'), system.ports, { method: 'POST', params: POOL });
    expect(await undo(await newest('circuit.reset'))).toMatchObject({ status: 400 });
  });
});
