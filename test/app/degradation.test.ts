import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { actOnPool } from '../../src/app/acts/act-on-pool.ts';
import { requestAct } from '../../src/app/acts/request-act.ts';
import { sweepRequests } from '../../src/app/acts/sweep-requests.ts';
import { checkHealth } from '../../src/app/check-health.ts';
import type { Ports } from '../../src/app/ports.ts';
import { deallocateNodes } from '../../src/http/pools/acts.ts';
import { type StorageProxy, startStorageProxy } from '../../src/local/storage/storage-proxy.ts';
import type { QueuedAct } from '../../src/ports/act-queue.ts';
import { call } from '../support/http-call.ts';
import { Line } from '../support/line.ts';
import { RENDER, Story } from './support/story.ts';

const story = Story.forEachTest();

let proxy: StorageProxy;
let line: Line;
beforeAll(async () => {
  proxy = await startStorageProxy(story.system.storage.connectionString);
});
afterEach(async () => {
  proxy.heal();
  await line.goDown();
});
afterAll(() => proxy.close());

/** What can be down. Each refuses in a way that nobody repeats, so that a day without it passes in no time. */
type Service = 'batch' | 'table' | 'queue' | 'blob';

const FOR_EVER = 1_000_000;

async function takeDown(services: readonly Service[]): Promise<void> {
  for (const service of services) {
    if (service === 'batch') await line.goDown();
    else {
      if (service === 'blob') proxy.inject({ effect: 'reset', service, method: 'HEAD', times: FOR_EVER });
      proxy.inject({ effect: 'refuse', status: 403, service, times: FOR_EVER });
    }
  }
}

async function putUp(services: readonly Service[]): Promise<void> {
  proxy.heal();
  if (services.includes('batch')) await line.comeUp();
}

/** An app that reaches everything by ways that can be down. */
async function appOnTheLine(): Promise<Ports> {
  line = await Line.to(Number(new URL(story.account.url).port));
  const endpoint = `http://127.0.0.1:${line.port}`;
  return story.system.compose({
    AzureWebJobsStorage: proxy.connectionString,
    BATCH_ACCOUNTS: JSON.stringify([{ name: 'demo', endpoint }]),
  });
}

/** The timer fires; whatever cannot be done is left. */
async function tick(ports: Ports): Promise<void> {
  await story.tick(ports).catch(() => undefined);
}

async function deallocations(): Promise<number> {
  return (await story.acts()).filter(({ action }) => action === 'deallocate').length;
}

/** The checks of `health` that do not pass, and since when. */
async function trouble(ports: Ports): Promise<readonly string[]> {
  const { checks } = await checkHealth(ports);
  return checks.flatMap(({ name, status, since }) =>
    status === 'fail' && name !== 'tick' ? [`${name} ${since}`] : [],
  );
}

const NAMES: Readonly<Record<Service, string>> = {
  batch: 'batch:demo',
  table: 'tables',
  queue: 'queue',
  blob: 'blobs',
};

describe.each<readonly [string, readonly Service[]]>([
  ['Batch', ['batch']],
  ['tables', ['table']],
  ['queues', ['queue']],
  ['Batch and everything of the storage', ['batch', 'table', 'queue', 'blob']],
])('while %s cannot be used', (_, services) => {
  it.each(['PT1M', 'PT24H'])(
    'for %s nothing is deallocated, health says so, and then it goes on by itself',
    async (span) => {
      await story.account.createIdlePool('render', { dedicated: 4 });
      await story.atMost(0, { budget: { deallocate: 1 } });
      const ports = await appOnTheLine();
      await takeDown(services);
      const since = await story.system.now();
      const expected = services.map((service) => `${NAMES[service]} ${since}`).toSorted();
      await tick(ports);
      expect((await trouble(ports)).toSorted()).toEqual(expected);
      await story.account.advance(span);
      await tick(ports);
      expect(await deallocations()).toBe(0);
      expect((await trouble(ports)).toSorted()).toEqual(expected);

      await putUp(services);
      await story.account.advance('PT1M');
      await tick(ports);
      expect(await trouble(ports)).toEqual([]);
      // No more at once than in any other minute.
      expect(await deallocations()).toBe(1);
      for (let minute = 0; minute < 3; minute += 1) {
        await story.account.advance('PT1M');
        await tick(ports);
      }
      expect(await deallocations()).toBe(4);
    },
  );
});

it.each<readonly [string, readonly Service[]]>([
  ['Batch', ['batch']],
  ['tables', ['table']],
])('a request of a person waits while %s cannot be used, and is carried out then', async (_, services) => {
  await story.account.createIdlePool('render', { dedicated: 2 });
  const composed = await appOnTheLine();
  const sent: QueuedAct[] = [];
  const ports = { ...composed, acts: { send: async (act: QueuedAct) => void sent.push(act) } };
  const at = await story.system.now();
  await requestAct(ports, {
    ...{ pool: RENDER, action: 'deallocate', nodes: { kind: 'all' }, reason: 'nobody works today', actor: 'anna' },
    ...{ until: undefined, correlation: ports.newCorrelation(), at },
  });
  await takeDown(services);
  // More often than the host delivers a message that fails.
  for (let round = 0; round < 8; round += 1) {
    const act = sent.pop();
    if (act === undefined) throw new Error('A message is expected.');
    expect(await actOnPool(ports, act)).toMatchObject({
      kind: 'waiting',
      reason: expect.stringContaining('could not'),
    });
    await story.account.advance('PT10M');
  }
  await putUp(services);
  const [act, ...others] = sent;
  expect(others).toEqual([]);
  expect(act && (await actOnPool(ports, act))).toMatchObject({ kind: 'ended', reason: '2 accepted' });
});

it('a request of a person that is made while queues cannot be used is carried out once, when they can be', async () => {
  await story.account.createIdlePool('render', { dedicated: 4 });
  const ports = await appOnTheLine();
  await takeDown(['queue']);
  const key = 'the-same-request';
  const ask = () =>
    call(deallocateNodes, ports, {
      params: { account: 'demo', pool: 'render' },
      headers: { 'idempotency-key': key, 'content-type': 'application/json' },
      body: { count: 2, reason: 'nobody works today' },
    });
  const { status, body } = await ask();
  expect(status).toBe(202);
  await story.account.advance('PT3H');
  await putUp(['queue']);
  expect((await ask()).body.correlation).toBe(body.correlation);
  const sent: QueuedAct[] = [];
  await sweepRequests({ ...ports, acts: { send: async (act: QueuedAct) => void sent.push(act) } });
  expect(sent.map(({ correlation }) => correlation)).toEqual([body.correlation]);
  for (const act of sent) expect(await actOnPool(ports, act)).toMatchObject({ kind: 'ended', reason: '2 accepted' });
  expect(await deallocations()).toBe(2);
});

it('a request of a person fails once its time is over, whatever is down then', async () => {
  await story.account.createIdlePool('render', { dedicated: 2 });
  const ports = await appOnTheLine();
  const at = await story.system.now();
  const pool = RENDER;
  await takeDown(['batch']);
  const act: QueuedAct = {
    ...{ pool, action: 'start', nodes: { kind: 'all' }, reason: 'a rush', actor: 'anna', correlation: 'late' },
    ...{ until: undefined, at, deadline: at },
  };
  await expect(actOnPool(ports, act)).rejects.toMatchObject({ code: 'BatchUnavailable' });
});

it('while blobs cannot be used health says so, and a pool whose forecast is in them keeps its nodes', async () => {
  await story.account.createIdlePool('render', { dedicated: 2 });
  await story.policy({ idle: { timeout: 'PT1M' }, forecast: { mode: 'enforce' } });
  const ports = await appOnTheLine();
  await takeDown(['blob']);
  const since = await story.system.now();
  await tick(ports);
  expect(await trouble(ports)).toEqual([`blobs ${since}`]);
  expect(await deallocations()).toBe(0);
});
