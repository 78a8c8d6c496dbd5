import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { announceWork } from '../../../src/app/pools/announcements.ts';
import { deleteOverride, putOverride } from '../../../src/app/pools/overrides.ts';
import type { Ports } from '../../../src/app/ports.ts';
import { endStop, stopEverything } from '../../../src/app/stop/emergency-stop.ts';
import { type StorageProxy, startStorageProxy } from '../../../src/local/storage/storage-proxy.ts';
import { NOON } from '../../support/builders.ts';
import { RENDER, Story } from '../support/story.ts';

const story = Story.forEachTest();
let proxy: StorageProxy;
const LATER = NOON.add({ hours: 8 });

/** The process whose timer fires, and another one that people change things through. */
let ports: Ports;
let other: Ports;
/** The tables that documents were fetched from since the last look. */
let fetched: string[] = [];

beforeAll(async () => {
  proxy = await startStorageProxy(story.system.storage.connectionString);
  proxy.onPassing = hear;
});
afterEach(() => proxy.heal());
afterAll(() => proxy.close());

function hear({ method, path }: { readonly method: string; readonly path: string }): void {
  const table = /\/(Schedules|Policies|Overrides|Demand)\(\)/.exec(path)?.[1];
  if (method === 'GET' && table !== undefined) fetched.push(table);
}

beforeEach(async () => {
  ports = story.system.compose({ AzureWebJobsStorage: proxy.connectionString });
  other = story.system.compose();
  await story.account.createIdlePool('render', { dedicated: 2 });
  await story.schedule();
  await story.policy({ schedules: ['hours'] });
  await story.tick(ports);
  await override({ min: 1 });
  await nothingIsDue();
});

/** Pools that are due at the next tick are evaluated; at the one after it none is, and no document is fetched. */
async function nothingIsDue(): Promise<void> {
  await story.account.advance('PT1M');
  await story.tick(ports);
  await story.account.advance('PT1M');
  fetched = [];
  expect((await story.survey(ports)).tick.due).toBe(0);
  expect(fetched).toEqual([]);
}

function override(capacity: object, until = LATER): Promise<unknown> {
  const value = { capacity, until: until.toString(), note: 'a release' };
  return putOverride(other, { pool: RENDER, value, actor: 'somebody' });
}

const OBSERVING = {
  kind: 'policies',
  id: 'render',
  text: JSON.stringify({ id: 'render', pools: ['render'], mode: 'observe', schedules: ['hours'] }),
  actor: 'somebody',
} as const;
const WORK = { slots: 2, by: LATER.toString() };

describe('the next tick sees what another process has changed:', () => {
  const changes: readonly [string, () => Promise<unknown>][] = [
    ['a policy', () => other.documents.put(OBSERVING, 'any')],
    ['a schedule that is gone', () => other.documents.delete('schedules', 'hours', 'any')],
    ['an override', () => override({ min: 2 })],
    ['an override that is gone', () => deleteOverride(other, { pool: RENDER, actor: 'somebody' })],
    ['an announcement', () => announceWork(other, { pool: RENDER, value: WORK, actor: 'somebody' })],
    [
      'a reset',
      () =>
        other.circuitResets.put({
          ...RENDER,
          id: 'reset',
          text: JSON.stringify({ at: NOON.toString() }),
          until: LATER,
        }),
    ],
    ['an emergency stop', () => stopEverything(other, { actor: 'somebody', reason: 'costs' })],
    [
      'the state of a pool',
      async () => {
        const fenced = await other.poolStates.get(RENDER);
        if (fenced !== undefined) await other.poolStates.put({ ...fenced.state, nextLook: NOON }, fenced.tag);
      },
    ],
  ];
  it.each(changes)('%s', async (_, change) => {
    await change();
    expect((await story.survey(ports)).tick.due).toBe(1);
  });

  it('the end of an emergency stop', async () => {
    await stopEverything(other, { actor: 'somebody', reason: 'costs' });
    await nothingIsDue();
    await endStop(other, 'somebody');
    expect((await story.survey(ports)).tick.due).toBe(1);
  });
});

it('an override that was fetched while it held is over when its time is', async () => {
  const now = await ports.clock.now();
  await override({ min: 2 }, now.add({ minutes: 4 }));
  await nothingIsDue();
  await story.account.advance('PT2M');
  expect((await story.survey(ports)).tick.due).toBe(1);
  expect(fetched).toEqual([]);
});

it('a policy that was not fetched again is not read again either', async () => {
  const policyNow = async () => {
    const { documents: mark } = await ports.ticks.start();
    const { policies } = await ports.documentsForTick(await ports.clock.now(), mark);
    const policy = policies.get('render');
    return policy !== undefined && 'value' in policy ? policy.value : undefined;
  };
  const before = await policyNow();
  expect(before).toBeDefined();
  expect(await policyNow()).toBe(before);
  await other.documents.put(OBSERVING, 'any');
  expect(await policyNow()).toMatchObject({ mode: 'observe' });
});

describe('documents are fetched at each tick', () => {
  const ALL = ['Demand', 'Overrides', 'Overrides', 'Policies', 'Schedules'];

  async function expectFetched(): Promise<void> {
    for (let tick = 0; tick < 2; tick += 1) {
      fetched = [];
      await story.survey(ports);
      expect(fetched.toSorted()).toEqual(ALL);
    }
  }

  it('while nobody knows whether a change was made', async () => {
    const changing = story.system.compose({ AzureWebJobsStorage: proxy.connectionString });
    proxy.inject({ service: 'table', method: 'GET', path: '/Policies(', effect: 'refuse', status: 400 });
    await expect(changing.documents.put(OBSERVING, 'any')).rejects.toThrow('The table Policies could not be used.');
    await expectFetched();
    await override({ min: 2 });
    await nothingIsDue();
  });

  it('while the end of a change could not be marked', async () => {
    const changing = story.system.compose({ AzureWebJobsStorage: proxy.connectionString });
    let marks = 0;
    proxy.onPassing = (request) => {
      if (request.method !== 'PUT' || !request.path.includes("'documents'")) return;
      marks += 1;
      if (marks === 2) proxy.inject({ ...request, effect: 'refuse', status: 400 });
    };
    await deleteOverride(changing, { pool: RENDER, actor: 'somebody' });
    proxy.onPassing = hear;
    await expectFetched();
  });
});

it('nothing is changed where that cannot be marked before', async () => {
  const changing = story.system.compose({ AzureWebJobsStorage: proxy.connectionString });
  proxy.inject({ service: 'table', method: 'PUT', path: "RowKey='documents'", effect: 'refuse', status: 400 });
  await expect(deleteOverride(changing, { pool: RENDER, actor: 'somebody' })).rejects.toThrow(
    'The table PoolState could not be used.',
  );
  expect(await other.overrides.listOf(RENDER)).toHaveLength(1);
});

it('a change that is refused leaves no change under way', async () => {
  await expect(other.documents.put(OBSERVING, 'absent')).rejects.toThrow('is there already');
  await nothingIsDue();
});

it('what somebody changes with other tools holds after five minutes', async () => {
  await story.storeUnchecked('Policies', 'render', 'not JSON');
  await story.account.advance('PT3M');
  expect((await story.survey(ports)).tick.due).toBe(0);
  await story.account.advance('PT1M');
  expect((await story.survey(ports)).tick.due).toBe(1);
});
