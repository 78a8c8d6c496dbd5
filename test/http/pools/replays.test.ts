import { beforeEach, describe, expect, it } from 'vitest';
import { saveDocument } from '../../../src/app/documents/save-document.ts';
import { requestReplay } from '../../../src/app/replay/request-replay.ts';
import { recordGivenUpReplay, runReplay } from '../../../src/app/replay/run-replay.ts';
import type { DemandMinute } from '../../../src/core/demand/demand-minute.ts';
import { getLastReplay, getReplay, replayPool } from '../../../src/http/pools/replays.ts';
import { AppError } from '../../../src/ports/errors.ts';
import { call } from '../../support/http-call.ts';
import { TestSystem } from '../../support/test-system.ts';

const system = TestSystem.forEachTest();

const POOL = { account: 'demo', poolId: 'render' };
const MINUTES_A_DAY = 1440;
/** Tasks come every two hours and run for 20 minutes, each on a node of its own. */
const EVERY = 120;
const RUNS = 20;
const TASKS = 2;

function demandAt(minute: number, family: string): DemandMinute {
  const sinceSubmission = minute % EVERY;
  const submittedTasks = sinceSubmission === 0 ? TASKS : 0;
  const endedTasks = sinceSubmission === RUNS ? TASKS : 0;
  const isRunning = sinceSubmission < RUNS;
  return {
    minute,
    needed: isRunning ? TASKS : 0,
    paid: 3,
    busy: isRunning ? TASKS : 0,
    waitingTasks: 0,
    runningTasks: isRunning ? TASKS : 0,
    submittedTasks,
    endedTasks,
    families: submittedTasks + endedTasks > 0 ? [{ family, submittedTasks, endedTasks }] : [],
  };
}

async function recordDays(days: number, family = 'train-*'): Promise<void> {
  const until = Math.floor((await system.now()).epochMilliseconds / 60_000);
  const minutes = Array.from({ length: days * MINUTES_A_DAY }, (_, index) =>
    demandAt(until - days * MINUTES_A_DAY + index, family),
  );
  const byDay = Map.groupBy(minutes, ({ minute }) => Math.floor(minute / MINUTES_A_DAY));
  for (const [day, of] of byDay) await system.ports.demandRecords.addToDay(POOL, day, of);
}

async function savePolicy(value: object): Promise<void> {
  const policy = { id: 'render', pools: ['render'], mode: 'observe', demand: {}, ...value };
  await saveDocument(system.ports, {
    kind: 'policies',
    id: 'render',
    value: policy,
    actor: 'test',
    expected: undefined,
  });
}

function ask(body: object, headers: Readonly<Record<string, string>> = {}) {
  const params = { account: POOL.account, pool: POOL.poolId };
  return call(replayPool, system.ports, {
    params,
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

async function finish(id: string) {
  for (let look = 0; look < 50; look++) {
    const { body } = await call(getReplay, system.ports, { params: { id } });
    if (body.status === 'done' || body.status === 'failed') return body;
    await runReplay(system.ports, id);
  }
  throw new Error('It does not come to its end.');
}

describe('POST accounts/{account}/pools/{pool}/replay', () => {
  beforeEach(async () => {
    await system.ports.replays.sweep(Number.POSITIVE_INFINITY);
    // Spot nodes take no part unless the policy says so.
    await system.account.createIdlePool('render', { dedicated: 3, lowPriority: 2 });
  });

  it('tries what is asked for beside what pools do without it, one policy after the other', {
    timeout: 60_000,
  }, async () => {
    await recordDays(1);
    await savePolicy({ idle: { timeout: 'PT10M' }, price: { nodeHour: 1, deallocatedNodeHour: 0.1, currency: 'EUR' } });
    const asked = { id: 'slow', pools: ['render'], mode: 'observe', idle: { timeout: 'PT45M' }, demand: {} };
    const taken = await ask({ days: 1, policies: ['render', asked], recommend: true });
    expect(taken.status).toBe(202);
    expect(taken.body).toMatchObject({ status: 'waiting', progress: { policies: 0, of: null }, results: [] });
    expect(taken.headers.get('location')).toBe(`/api/replays/${taken.body.id}`);

    await runReplay(system.ports, taken.body.id);
    const last = await call(getLastReplay, system.ports, { params: { account: 'demo', pool: 'Render' } });
    expect(last.body.id).toBe(taken.body.id);
    const begun = await call(getReplay, system.ports, { params: { id: taken.body.id } });
    expect(begun.body).toMatchObject({ status: 'running', progress: { policies: 1, of: 16 } });

    const done = await finish(taken.body.id);
    expect(done.status).toBe('done');
    expect(done.demand).toMatchObject({ recordedMinutes: 1440, missingMinutes: 0, tasks: 24 });
    const of = (name: string) => done.results.find(({ policy }: { policy: string }) => policy === name);
    expect(of('always-on')).toMatchObject({ kind: 'baseline', metrics: { waitMeanS: 0 }, longestWaits: [] });
    expect(of('always-on').metrics.known).toBeNull();
    expect(of('always-on').cost).toBeCloseTo(done.limit.alwaysOnHours, 6);
    // The saved policy is the baseline of the same idle timeout.
    expect(of('render').metrics.allocatedHours).toBeCloseTo(of('idle-10').metrics.allocatedHours, 6);
    expect(of('slow').metrics.allocatedHours).toBeGreaterThan(of('render').metrics.allocatedHours);
    expect(of('render').metrics.allocatedHours).toBeGreaterThan(done.limit.nodeHours);
    expect(of('render').longestWaits.length).toBeGreaterThan(0);
    expect(of('render').longestWaits[0]).toMatchObject({ family: 'train-*', tasks: 2 });
    // Of each two hours a point for each quarter of an hour at which something changes.
    expect(of('render').timeline.length).toBeGreaterThan(18);
    expect(of('always-on').timeline[0]).toMatchObject({ paid: 3, ready: 3, waiting: 0 });

    const { recommendation } = done;
    expect(recommendation.because).toContain(recommendation.result);
    expect(recommendation.policy).toMatchObject({ id: 'render', mode: 'observe', price: { nodeHour: 1 } });
    expect(of(recommendation.result)).toMatchObject({ kind: 'proposed' });
  });

  it('has one replay of a pool at a time, and gives the same one under the same key', async () => {
    await recordDays(1);
    const first = await ask({ days: 1 }, { 'idempotency-key': 'night' });
    const again = await ask({ days: 1 }, { 'idempotency-key': 'night' });
    expect(again.body.id).toBe(first.body.id);
    const second = await ask({ days: 1 });
    expect([second.status, second.body.code]).toEqual([409, 'ReplayUnderWay']);
    await recordGivenUpReplay(system.ports, first.body.id);
    expect((await ask({ days: 1 })).status).toBe(202);
  });

  it('accepts the same request from two calls at the same moment', async () => {
    const { ports } = system;
    const request = { pool: POOL, days: 1, timeZone: 'UTC', policies: undefined, schedules: [], recommend: false };
    const same = { ...request, actor: 'test', id: crypto.randomUUID() };
    const lastOf: typeof ports.replays.lastOf = async (pool) => {
      await requestReplay(ports, same);
      return ports.replays.lastOf(pool);
    };
    const slower = await requestReplay({ ...ports, replays: { ...ports.replays, lastOf } }, same);
    expect(slower).toEqual((await ports.replays.get(same.id))?.replay);
  });

  it('is queued when it is asked for again, if its message could not be sent the first time', async () => {
    await recordDays(1);
    const { ports } = system;
    const sent: string[] = [];
    const down = () => Promise.reject(new AppError('StorageUnavailable', 'The queue could not be used.'));
    system.ports = { ...ports, replayQueue: { send: down } };
    expect((await ask({ days: 1 }, { 'idempotency-key': 'night' })).status).toBe(503);
    system.ports = { ...ports, replayQueue: { send: async (id) => void sent.push(id) } };
    const { status, body } = await ask({ days: 1 }, { 'idempotency-key': 'night' });
    expect([status, body.status, sent]).toEqual([202, 'waiting', [body.id]]);
  });

  it('is queued when another is asked for, if its message could not be sent', async () => {
    const facts = { days: 1, timeZone: 'UTC', policies: undefined, schedules: [], recommend: false, actor: 'anna' };
    const send = async () => {
      throw new AppError('StorageUnavailable', 'The queue could not be reached.');
    };
    const first = requestReplay({ ...system.ports, replayQueue: { send } }, { pool: POOL, ...facts, id: 'op-lost' });
    await expect(first).rejects.toMatchObject({ code: 'StorageUnavailable' });
    const sent: string[] = [];
    const replayQueue = { send: async (id: string) => void sent.push(id) };
    const ports = { ...system.ports, replayQueue };
    const second = () => requestReplay(ports, { pool: POOL, ...facts, id: 'op-second' });
    await expect(second()).rejects.toMatchObject({ code: 'ReplayUnderWay' });
    expect(sent).toEqual(['op-lost']);
    await runReplay(ports, 'op-lost');
    expect((await second()).id).toBe('op-second');
  });

  it('tells the waits of known work by themselves', async () => {
    await recordDays(1, 'schedule:nightly');
    const { body } = await ask({ days: 1 });
    await runReplay(system.ports, body.id);
    const begun = await call(getReplay, system.ports, { params: { id: body.id } });
    const { metrics } = begun.body.results[0];
    expect(metrics.known).toEqual({ tasks: metrics.tasks, waitMeanS: 0, waitP95S: 0 });
    expect(metrics.tasks).toBeGreaterThan(0);
  });

  it('is given up with a way out before the host would end the process', async () => {
    await recordDays(1);
    const { body } = await ask({ days: 1 });
    const { wallClock } = system.ports;
    let looks = 0;
    const now = async () => (await wallClock.now()).add({ minutes: looks++ === 0 ? 0 : 5 });
    await runReplay({ ...system.ports, wallClock: { now } }, body.id);
    await expect(finish(body.id)).resolves.toMatchObject({
      status: 'failed',
      problem:
        'always-on could not be tried in 4 minutes, with 1 day on 3 nodes: ask for fewer days, or again when no other replay runs.',
    });
  });

  it('stays done if a message that was sent twice is given up later', async () => {
    await recordDays(1);
    const { body } = await ask({ days: 1 });
    const found = await system.ports.replays.get(body.id);
    if (found === undefined) throw new Error('A replay is expected.');
    await system.ports.replays.update({ ...found.replay, status: 'done' }, found.tag);
    await recordGivenUpReplay(system.ports, body.id);
    expect((await system.ports.replays.get(body.id))?.replay.status).toBe('done');
  });

  it('says that nothing was recorded', async () => {
    const { body } = await ask({ days: 1 });
    await expect(finish(body.id)).resolves.toMatchObject({
      status: 'failed',
      problem: expect.stringContaining('No work was recorded'),
    });
  });

  it('refuses what cannot be tried, and names everything that is wrong', async () => {
    const { status, body } = await ask({
      policies: ['nothing', { id: 'x', pools: ['render'], mode: 'loud', schedules: ['hours'] }],
      schedules: [{ id: 'hours' }],
    });
    expect(status).toBe(400);
    expect(body.errors.map(({ path }: { path: string }) => path)).toEqual(
      expect.arrayContaining(['$.schedules[0].timeZone', '$.policies[0]', '$.policies[1].mode']),
    );
    expect((await ask({ days: 29, timeZone: 'Mars/Base' })).body.errors).toHaveLength(2);
  });

  it('knows no replay of another id', async () => {
    const { status, body } = await call(getReplay, system.ports, { params: { id: 'none' } });
    expect([status, body.code]).toEqual([404, 'ReplayNotFound']);
    const none = await call(getLastReplay, system.ports, { params: { account: 'demo', pool: 'render' } });
    expect([none.status, none.body.code]).toEqual([404, 'ReplayNotFound']);
  });
});
