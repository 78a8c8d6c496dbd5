import { beforeEach, describe, expect, it } from 'vitest';
import { deallocateNodes, startNodes } from '../../../src/http/pools/acts.ts';
import { call } from '../../support/http-call.ts';
import { noWaiting } from '../../support/no-waiting.ts';
import { TestSystem } from '../../support/test-system.ts';

describe('POST of an act by hand', () => {
  const system = TestSystem.forEachTest();

  beforeEach(async () => {
    await system.account.createIdlePool('render', { dedicated: 2 });
  });

  const JSON_BODY = { 'content-type': 'application/json' };
  const params = { account: 'demo', pool: 'render' };
  const post = (body: unknown, headers: Readonly<Record<string, string>> = {}, pool = 'render') =>
    call(deallocateNodes, system.ports, {
      method: 'POST',
      params: { ...params, pool },
      headers: { ...JSON_BODY, ...headers },
      body,
    });

  async function requests(): Promise<number> {
    const query = { account: 'demo', pool: 'render', action: 'deallocate.requested', limit: 100 };
    return (await system.ports.audit.page(query)).records.length;
  }

  it('is taken, with the correlation under which its records are', async () => {
    const { status, headers, body } = await post({ count: 1, reason: 'a quiet night' });
    expect(status).toBe(202);
    expect(body).toEqual({
      status: 'accepted',
      action: 'deallocate',
      account: 'demo',
      pool: 'render',
      correlation: expect.stringMatching(/^[0-9a-f-]{36}$/),
      auditLog: `/api/audit?correlation=${body.correlation}`,
    });
    expect(headers.get('location')).toBe(body.auditLog);
    const { records } = await system.ports.audit.page({ correlation: body.correlation, limit: 10 });
    expect(records).toMatchObject([
      { action: 'deallocate.requested', actor: 'http:function-key', reason: 'a quiet night', after: { count: 1 } },
    ]);
  });

  it.each([
    ['no node is chosen', { reason: 'r' }, ['$: one of nodes, count and all is expected']],
    ['two choices', { count: 1, all: true, reason: 'r' }, ['$: one of nodes, count and all is expected']],
    ['nothing is said', {}, ['$.reason', '$: one of nodes, count and all is expected']],
    ['too many', { count: 100_001, reason: 'r' }, ['$.count: at most 100000 nodes']],
    ['everything at once', { count: 0, until: 'soon', more: 1 }, ['$.count', '$.reason', '$.until', '$.more']],
    ['all but not quite', { all: false, reason: 'r' }, ['$.all']],
    ['no reason', { all: true, reason: '' }, ['$.reason: say why: people read it later']],
    ['two lines', { all: true, reason: 'a\nb' }, ['$.reason: a note is one line']],
    ['over', { all: true, reason: 'r', until: '2020-01-01T00:00:00Z' }, ['$.until: it is in the past']],
    ['no day', { all: true, reason: 'r', until: '2026-02-30' }, ["$.until: '2026-02-30' is no moment"]],
    ['too long', { all: true, reason: 'r', until: '2099-01-01T00:00:00Z' }, ['$.until: at most 366 days']],
    ['an id that is none', { nodes: ['a/b'], reason: 'r' }, ['$.nodes[0]']],
  ])('is refused with every fault: %s', async (_, sent, faults) => {
    const { status, body } = await post(sent);
    expect(status).toBe(400);
    const said = body.errors.map(({ path, message }: Record<string, string>) => `${path}: ${message}`);
    for (const fault of faults) expect(said).toContainEqual(expect.stringContaining(fault));
    expect(said).toHaveLength(faults.length);
    expect(await requests()).toBe(0);
  });

  it('names every node that is not there', async () => {
    const { status, body } = await post({ nodes: ['tvmps_x', 'tvmps_y'], reason: 'r' });
    expect([status, body.code]).toEqual([404, 'NodeNotFound']);
    expect(body.errors.map(({ path }: { path: string }) => path)).toEqual(['$.nodes[0]', '$.nodes[1]']);
  });

  describe('with an Idempotency-Key', () => {
    const key = { 'idempotency-key': 'night-1' };

    it('gives the same answer to the same request, and does it once', async () => {
      const first = await post({ count: 1, reason: 'r' }, key);
      const again = await post({ reason: 'r', count: 1 }, key);
      expect(again.body).toEqual(first.body);
      expect(await requests()).toBe(1);
    });

    it('also of many at the same moment', async () => {
      const answers = await Promise.all(Array.from({ length: 6 }, () => post({ count: 1, reason: 'r' }, key)));
      expect(new Set(answers.map(({ body }) => body.correlation)).size).toBe(1);
      expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(202));
      expect(await requests()).toBe(1);
    });

    it('refuses another request under it', async () => {
      await post({ count: 1, reason: 'r' }, key);
      const { status, body } = await post({ count: 2, reason: 'r' }, key);
      expect([status, body.code]).toEqual([409, 'IdempotencyKeyReused']);
      const elsewhere = await call(startNodes, system.ports, {
        method: 'POST',
        params,
        headers: { ...JSON_BODY, ...key },
        body: { count: 1, reason: 'r' },
      });
      expect([elsewhere.status, elsewhere.body.code]).toEqual([409, 'IdempotencyKeyReused']);
      expect(await requests()).toBe(1);
    });

    it('can be used again for a request that was refused and is mended', async () => {
      expect((await post({ count: 0, reason: 'r' }, key)).status).toBe(400);
      expect((await post({ count: 1, reason: 'r' }, key)).status).toBe(202);
    });

    it('goes over what was broken off under the same correlation', async () => {
      const broken = {
        ...system.ports,
        acts: { send: () => Promise.reject(new Error('the process dies here')) },
      };
      const sent = { method: 'POST', params, headers: { ...JSON_BODY, ...key }, body: { count: 1, reason: 'r' } };
      expect((await call(deallocateNodes, broken, sent)).status).toBe(500);
      const { records } = await system.ports.audit.page({ account: 'demo', pool: 'render', limit: 10 });
      const { pause, pauses } = noWaiting();
      const { status, body } = await call(deallocateNodes, { ...system.ports, pause }, sent);
      expect([status, pauses()]).toEqual([202, 24]);
      expect(body.correlation).toBe(records[0]?.correlation);
      expect(await requests()).toBe(1);
    });

    it('has to be one', async () => {
      const { status, body } = await post({ count: 1, reason: 'r' }, { 'idempotency-key': 'a b' });
      expect([status, body.errors[0].path]).toEqual([400, 'Idempotency-Key']);
    });
  });
});
