import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { forecastBlobs } from '../../../src/adapters/blobs/forecast-blobs.ts';
import { claimTable } from '../../../src/adapters/tables/claim-table.ts';
import { dayFiguresTable } from '../../../src/adapters/tables/day-figures-table.ts';
import { demandTable } from '../../../src/adapters/tables/demand-table.ts';
import { documentTables } from '../../../src/adapters/tables/document-tables.ts';
import { poolStateTable } from '../../../src/adapters/tables/pool-state-table.ts';
import { type TableName, tables } from '../../../src/adapters/tables/storage/table.ts';
import { writeRow } from '../../../src/adapters/tables/storage/write-row.ts';
import { NO_MEMORY } from '../../../src/core/memory/memory.ts';
import { type StorageProxy, startStorageProxy } from '../../../src/local/storage/storage-proxy.ts';
import { FenceLost } from '../../../src/ports/errors.ts';
import type { PoolState } from '../../../src/ports/pool-states.ts';
import { aDayOfFigures, NOON } from '../../support/builders.ts';
import { TestStorage } from '../../support/local-storage.ts';

const STATE: PoolState = {
  account: 'demo',
  poolId: 'render',
  tick: NOON,
  fingerprint: '1',
  nextLook: undefined,
  acting: undefined,
  lastPlan: undefined,
  memory: NO_MEMORY,
};

const POOL = { account: 'demo', poolId: 'render' };

let storage: TestStorage;
let proxy: StorageProxy;

beforeAll(async () => {
  storage = await TestStorage.start();
  proxy = await startStorageProxy(storage.connectionString);
});
afterEach(() => proxy.heal());
afterAll(async () => {
  await proxy.close();
  await storage.close();
});

function table(name: TableName) {
  return tables({ kind: 'connection-string', connectionString: proxy.connectionString }, () => {
    throw new Error('No token is needed here.');
  })(name);
}

/** After each of these the SDK sends the request again, and the storage refuses it. */
const AFTER_EFFECT = [
  ['whose answer was lost', { effect: 'lose-answer' }],
  ['that was answered with 500 after its effect', { effect: 'fail-after', status: 500 }],
  ['that was answered with 503 after its effect', { effect: 'fail-after', status: 503 }],
] as const;

describe('a write', () => {
  it.each(AFTER_EFFECT)('of the state of a pool %s was made', async (_, fault) => {
    const states = poolStateTable(table('PoolState'));
    const poolId = crypto.randomUUID();
    await table('PoolState').run((client) => client.createTable());
    proxy.inject({ ...fault, service: 'table', method: 'POST', path: '/PoolState' });
    const first = await states.put({ ...STATE, poolId }, undefined);
    proxy.inject({ ...fault, service: 'table', method: 'PUT', path: '/PoolState(' });
    const second = await states.put({ ...STATE, poolId, fingerprint: '2' }, first);
    await states.put({ ...STATE, poolId, fingerprint: '3' }, second);
    expect((await states.get({ account: 'demo', poolId }))?.state.fingerprint).toBe('3');
  });
});

describe('a write whose answer was lost', () => {
  const fault = { effect: 'lose-answer' } as const;

  it('of a document was made, and so was its deletion', async () => {
    const documents = documentTables(table);
    const schedule = { kind: 'schedules', id: crypto.randomUUID(), text: '{}', actor: 'test' } as const;
    await table('Schedules').run((client) => client.createTable());
    proxy.inject({ ...fault, service: 'table', method: 'POST', path: '/Schedules' });
    const { version } = await documents.put(schedule, 'absent');
    proxy.inject({ ...fault, service: 'table', method: 'PUT', path: '/Schedules(' });
    await documents.put({ ...schedule, text: '{"new":1}' }, { oneOf: [version] });
    proxy.inject({ ...fault, service: 'table', method: 'DELETE', path: '/Schedules(' });
    await documents.delete(schedule.kind, schedule.id, 'any');
    expect(await documents.get(schedule.kind, schedule.id)).toBeUndefined();
  });

  it('of a claim gives the right to do it', async () => {
    const claims = claimTable(table('Claims'), { now: async () => NOON });
    const claim = { scope: 'request', key: crypto.randomUUID(), text: 'a', until: NOON.add({ hours: 1 }) } as const;
    await table('Claims').run((client) => client.createTable());
    proxy.inject({ ...fault, service: 'table', method: 'POST', path: '/Claims' });
    expect(await claims.claim(claim)).toBeUndefined();
    const tag = (await claims.get(claim.scope, claim.key))?.tag ?? '';
    proxy.inject({ ...fault, service: 'table', method: 'PUT', path: '/Claims(' });
    expect(await claims.update({ ...claim, text: 'b' }, tag)).toBe(true);
  });

  it('of a forecast was made', async () => {
    const { BlobServiceClient } = await import('@azure/storage-blob');
    const service = BlobServiceClient.fromConnectionString(proxy.connectionString);
    const states = forecastBlobs(async () => service.getContainerClient('forecasts'));
    const pool = { account: 'demo', poolId: crypto.randomUUID() };
    await service.getContainerClient('forecasts').createIfNotExists();
    proxy.inject({ ...fault, service: 'blob', method: 'PUT', path: `${pool.poolId}.bin.gz` });
    const tag = await states.write(pool, Buffer.from('one'), undefined);
    expect(tag).toEqual(expect.any(String));
    proxy.inject({ ...fault, service: 'blob', method: 'PUT', path: `${pool.poolId}.bin.gz` });
    expect(await states.write(pool, Buffer.from('two'), tag)).toEqual(expect.any(String));
  });
});

/** Stores of rows by day, each with a row for a day. */
const BY_DAY = [
  [
    'recorded demand',
    () => {
      const records = demandTable(table('Demand'));
      const minute = { minute: 1, needed: 0, paid: 0, busy: 0, waitingTasks: 0, runningTasks: 0 };
      const ended = { submittedTasks: 0, endedTasks: 0, families: [] };
      const add = (day: number) => records.addToDay(POOL, day, [{ ...minute, ...ended }]);
      return { add, sweep: records.sweep };
    },
  ],
  [
    'spending figures',
    () => {
      const figures = dayFiguresTable(table('Demand'));
      return { add: (day: number) => figures.add(aDayOfFigures({ ...POOL, day })), sweep: figures.sweep };
    },
  ],
] as const;

it.each(BY_DAY)('a sweep of %s whose answer was lost deletes the other rows too', async (_, open) => {
  const { add, sweep } = open();
  for (const day of [1, 2, 3]) await add(day);
  proxy.inject({ effect: 'lose-answer', service: 'table', method: 'DELETE', path: '/Demand(' });
  expect(await sweep(3)).toBe(2);
  expect(await sweep(4)).toBe(1);
});

it('a write over somebody else is refused', async () => {
  const states = poolStateTable(table('PoolState'));
  const tag = await states.put(STATE, undefined);
  await states.put({ ...STATE, fingerprint: '2' }, tag);
  await expect(states.put({ ...STATE, fingerprint: '2' }, tag)).rejects.toThrow(FenceLost);
});

it('a write that somebody has written over since was lost', async () => {
  const row = { partitionKey: 'p', rowKey: 'r' };
  const tag = await writeRow(table('Claims'), row, undefined);
  proxy.inject({ effect: 'lose-answer', service: 'table', method: 'PUT', path: '/Claims(' });
  proxy.onPassing = async ({ method, path }) => {
    if (method !== 'PUT' || !path.includes('/Claims(')) return;
    // The second request of the same write comes after somebody else's.
    proxy.onPassing = async (second) => {
      if (second.method === 'PUT') await storage.table('Claims').upsertEntity({ ...row, text: 'another' }, 'Replace');
    };
  };
  expect(await writeRow(table('Claims'), row, tag)).toBeUndefined();
  proxy.onPassing = () => undefined;
});
