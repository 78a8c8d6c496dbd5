import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { evaluatePool } from '../../../src/app/evaluation/evaluate-pool.ts';
import type { Ports } from '../../../src/app/ports.ts';
import { type StorageProxy, startStorageProxy } from '../../../src/local/storage/storage-proxy.ts';
import { Story } from '../support/story.ts';

const POOLS = Array.from({ length: 24 }, (_, index) => `pool-${String(index).padStart(2, '0')}`);

const story = Story.forEachTest();
let proxy: StorageProxy;
let ports: Ports;
/** Each request to the storage since the last look, as `GET /Policies()`, and what each asked for. */
let toStorage: string[] = [];
let queries: URLSearchParams[] = [];

beforeAll(async () => {
  proxy = await startStorageProxy(story.system.storage.connectionString);
  proxy.onPassing = ({ method, path }) => {
    toStorage.push(`${method} ${path.replace(/^\/devstoreaccount1|\?.*$/g, '')}`);
    queries.push(new URL(path, 'http://storage').searchParams);
  };
});
beforeEach(async () => {
  for (const pool of POOLS) await story.account.createIdlePool(pool, { dedicated: 2 });
  await story.policy({ pools: ['pool-*'] });
  ports = story.system.compose({ AzureWebJobsStorage: proxy.connectionString });
  toStorage = [];
});
afterAll(() => proxy.close());

/** The timer fires, and each pool is evaluated, as many at the same moment as the host lets run: 16 + 8 by host.json. */
async function evaluateAll(): Promise<void> {
  const { requests } = await story.survey(ports);
  expect(requests).toHaveLength(POOLS.length);
  toStorage = [];
  await Promise.all(requests.map((request) => evaluatePool(ports, request)));
}

async function toBatch(): Promise<readonly string[]> {
  return (await story.requests()).map(({ operation }) => operation);
}

describe('24 evaluations at the same moment', () => {
  it('read and write the states of their pools in a few requests', async () => {
    await evaluateAll();
    const ofStates = toStorage.filter((request) => /PoolState|batch/.test(request));
    // One by one they would be two for each pool. How many writes share a request depends on how busy the machine is.
    expect(ofStates.length).toBeLessThan(POOLS.length);
    expect(await story.ports.poolStates.list('demo')).toHaveLength(POOLS.length);
  });

  it('read the documents once', async () => {
    await evaluateAll();
    for (const table of ['Schedules', 'Policies', 'Demand'])
      expect(toStorage.filter((request) => request === `GET /${table}()`)).toHaveLength(1);
  });

  it('list the nodes of each pool once', async () => {
    await evaluateAll();
    const lists = (await toBatch()).filter((operation) => operation === 'Nodes_ListNodes');
    expect(lists).toHaveLength(POOLS.length);
  });
});

it('a tick with nothing to decide makes no request for a pool of its own', async () => {
  await evaluateAll();
  await story.account.advance('PT1M');
  const before = (await toBatch()).length;
  toStorage = [];
  expect((await story.survey(ports)).tick.due).toBe(0);
  // Ten pools to a page of counts.
  expect((await toBatch()).slice(before).toSorted()).toEqual([
    ...Array<string>(3).fill('Pools_ListPoolNodeCounts'),
    'Pools_ListPools',
  ]);
  // The states of the pools, and the last tick with the mark of the documents, at the same time; then the tick.
  expect(toStorage).toEqual([
    'GET /PoolState()',
    'GET /PoolState()',
    "PUT /PoolState(PartitionKey='_',RowKey='last-tick')",
  ]);
});

it('a tick fetches of the states what it compares, and not their keys', async () => {
  await evaluateAll();
  queries = [];
  await story.survey(ports);
  const [states] = queries.filter((query) => query.get('$filter') === "PartitionKey eq 'demo'");
  expect(states?.get('$select')?.split(',').toSorted()).toEqual(
    [
      ...['v', 'poolId', 'tick', 'nextLook', 'acting', 'hasPendingOperations', 'sibling'],
      ...['fingerprint0', 'fingerprint1', 'fingerprint2', 'fingerprint3'],
    ].toSorted(),
  );
});
