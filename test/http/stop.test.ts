import { describe, expect, it } from 'vitest';
import { actOnPool } from '../../src/app/acts/act-on-pool.ts';
import { PERFORM } from '../../src/app/webhooks/perform-act.ts';
import { deallocateNodes } from '../../src/http/pools/acts.ts';
import { deleteStop, getStop, putStop } from '../../src/http/stop.ts';
import type { QueuedAct } from '../../src/ports/act-queue.ts';
import { AppError } from '../../src/ports/errors.ts';
import { RENDER, Story } from '../app/support/story.ts';
import { call } from '../support/http-call.ts';

const story = Story.forEachTest();

const HEADERS = { 'content-type': 'application/json' };

function put(reason: string, query = {}) {
  return call(putStop, story.ports, { method: 'PUT', headers: HEADERS, query, body: { reason } });
}

function deallocate(body: Readonly<Record<string, unknown>>) {
  const params = { account: RENDER.account, pool: RENDER.poolId };
  return call(deallocateNodes, story.ports, {
    method: 'POST',
    headers: HEADERS,
    params,
    body: { reason: 'by hand', ...body },
  });
}

async function states(): Promise<readonly string[]> {
  return (await story.account.nodes('render')).map(({ state }) => state);
}

describe('the emergency stop', () => {
  it('has every policy observe until it is ended, with a record of both', async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    await story.schedule({ windows: [], outside: { min: 0, max: 0 } });
    await story.policy({ schedules: ['hours'] });
    expect(await put('the wrong nodes go off')).toMatchObject({
      status: 200,
      body: { reason: 'the wrong nodes go off' },
    });
    expect((await put('another')).body.reason).toBe('the wrong nodes go off');
    await story.minutes(3);
    expect(await states()).toEqual(['idle', 'idle']);
    expect(await story.recorded()).toContain('plan.observed event');
    expect((await call(getStop, story.ports)).body.actor).toBe('http:function-key');
    expect((await call(deleteStop, story.ports, { method: 'DELETE' })).status).toBe(204);
    await story.minutes(10);
    expect(await states()).toEqual(['deallocated', 'deallocated']);
    const { records } = await story.ports.audit.page({ limit: 200 });
    expect(records.map(({ action }) => action)).toEqual(expect.arrayContaining(['stop', 'stop.end']));
  });

  it('holds if it is set again while somebody ends the one before', async () => {
    await put('the wrong nodes go off');
    const { ports } = story;
    const append: typeof ports.audit.append = async (entries, options) => {
      const records = await ports.audit.append(entries, options);
      if (entries[0]?.reason !== 'policies act again') return records;
      await call(deleteStop, ports, { method: 'DELETE' });
      await put('they go off again');
      return records;
    };
    const racing = { ...ports, audit: { ...ports.audit, append } };
    const answer = await call(deleteStop, racing, { method: 'DELETE' });
    expect(answer).toMatchObject({ status: 412, body: { code: 'DocumentChanged' } });
    expect((await call(getStop, ports)).body.reason).toBe('they go off again');
  });

  it('refuses requests by hand and by webhooks, and says how they are made all the same', async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    await put('the wrong nodes went off');
    const refused = await deallocate({ all: true });
    expect(refused).toMatchObject({ status: 409, body: { code: 'EmergencyStopped' } });
    expect(refused.body.detail).toMatch(/by http:function-key: the wrong nodes went off.*DELETE.*despiteStop/);
    const context = {
      ...{ rule: 'r', actor: 'webhook:generic', correlation: 'c-1' },
      receivedAt: await story.system.now(),
    };
    const act = { account: RENDER.account, pool: RENDER.poolId, all: true, reason: 'an alert' } as const;
    await expect(PERFORM.deallocate(story.ports, act, context)).rejects.toMatchObject({ code: 'EmergencyStopped' });
    expect(await story.recorded()).not.toContain('deallocate.requested event');
    expect(await deallocate({ count: 1, despiteStop: true })).toMatchObject({ status: 202 });
  });

  it('ends the requests that wait, but those that are made in spite of it', async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    const { ports } = story;
    const waiting: Omit<QueuedAct, 'correlation'> = {
      pool: RENDER,
      action: 'deallocate',
      nodes: { kind: 'count', count: 1 },
      reason: 'by hand',
      actor: 'anna',
      until: undefined,
      at: await ports.clock.now(),
      deadline: (await ports.wallClock.now()).add({ hours: 1 }),
    };
    await put('the wrong nodes go off');
    const ended = await actOnPool(ports, { ...waiting, correlation: 'before' });
    expect(ended).toMatchObject({
      kind: 'ended',
      reason: expect.stringContaining('an emergency stop is in effect since'),
    });
    expect(await states()).toEqual(['idle', 'idle']);
    await actOnPool(ports, { ...waiting, correlation: 'despite', despiteStop: true });
    expect((await states()).toSorted()).toEqual(['deallocating', 'idle']);
  });

  it('says before what it will do, and what its end will', async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    await story.schedule({ windows: [], outside: { min: 0, max: 0 } });
    await story.policy({ schedules: ['hours'] });
    const tried = await put('why', { dryRun: 'true' });
    expect(tried.body).toMatchObject({
      says: expect.stringMatching(
        /^From the next evaluation on the policy of 1 pool only observes; what is not done then: 2 nodes are deallocated\./,
      ),
      pools: [{ pool: 'render', before: { mode: 'enforce' }, after: { mode: 'observe' } }],
      avoided: [{ action: 'deallocate' }, { action: 'deallocate' }],
    });
    expect((await call(getStop, story.ports)).status).toBe(404);
    await put('why');
    const end = await call(deleteStop, story.ports, { method: 'DELETE', query: { dryRun: 'true' } });
    expect(end.body).toMatchObject({ acts: [{ action: 'deallocate' }, { action: 'deallocate' }], avoided: [] });
    expect((await put('again', { dryRun: 'true' })).body.says).toContain('in effect already');
  });

  it('is foretold also while an account, or a pool, cannot be read', async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    await story.schedule({ windows: [], outside: { min: 0, max: 0 } });
    await story.policy({ schedules: ['hours'] });
    const { ports } = story;
    const gone = () => Promise.reject(new AppError('BatchUnavailable', 'Reaching the account gone failed.'));
    const batch: typeof ports.batch = {
      ...ports.batch,
      accounts: [...ports.batch.accounts, 'gone'],
      listPools: (account) => (account === 'gone' ? gone() : ports.batch.listPools(account)),
      listNodes: gone,
    };
    const request = { method: 'PUT', headers: HEADERS, query: { dryRun: 'true' }, body: { reason: 'why' } } as const;
    const tried = await call(putStop, { ...ports, batch }, request);
    expect(tried).toMatchObject({ status: 200, body: { pools: [{ pool: 'render' }], avoided: [] } });
    expect(tried.body.warnings).toEqual([
      { path: '$', message: "what changes for the pools of 'gone' is not known: Reaching the account gone failed." },
      { path: '$', message: "the present acts in 'render' are not known: Reaching the account gone failed." },
    ]);
  });

  it('cannot be ended where there is none', async () => {
    expect((await call(deleteStop, story.ports, { method: 'DELETE' })).body.code).toBe('StopNotFound');
    expect((await call(getStop, story.ports)).status).toBe(404);
  });

  it('holds also where its note cannot be read', async () => {
    await put('why');
    await story.ports.overrides.put({
      ...{ account: '*', poolId: '*', id: 'stop', text: 'not JSON' },
      until: (await story.system.now()).add({ hours: 24 }),
    });
    expect((await call(getStop, story.ports)).body).toEqual({
      at: '',
      actor: 'somebody',
      reason: 'the reason cannot be read',
    });
  });
});
