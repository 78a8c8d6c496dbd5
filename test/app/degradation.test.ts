import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { checkHealth } from '../../src/app/check-health.ts';
import type { Ports } from '../../src/app/ports.ts';
import { type StorageProxy, startStorageProxy } from '../../src/local/storage/storage-proxy.ts';
import { Line } from '../support/line.ts';
import { Story } from './support/story.ts';

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
