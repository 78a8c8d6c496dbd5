import { createHttpHeaders, createPipelineRequest, type PipelineResponse } from '@azure/core-rest-pipeline';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SharedThrottle, sharedThrottle } from '../../../../src/adapters/batch/client/shared-throttle.ts';
import { throttleTable } from '../../../../src/adapters/tables/throttle-table.ts';
import { TestStorage } from '../../../support/local-storage.ts';

let storage: TestStorage;
let now = Date.parse('2026-03-02T12:00:00Z');
let pauses: number[] = [];

beforeAll(async () => {
  storage = await TestStorage.start();
});
afterAll(() => storage.close());
beforeEach(async () => {
  await storage.clear('PoolState');
  pauses = [];
});

/** A process of the app; all of them share the table, and the clock of some is ahead. */
function aProcess(aheadMs = 0): SharedThrottle {
  return sharedThrottle({
    store: throttleTable(storage.tables('PoolState')),
    now: () => now + aheadMs,
    pause: async (milliseconds) => pauses.push(milliseconds),
  });
}

async function answered(
  throttle: SharedThrottle,
  status: number,
  { retryAfter, method = 'GET' }: { readonly retryAfter?: string; readonly method?: 'GET' | 'POST' } = {},
): Promise<void> {
  const request = createPipelineRequest({ url: 'https://demo.westeurope.batch.azure.com/pools', method });
  const headers = createHttpHeaders(retryAfter === undefined ? {} : { 'retry-after': retryAfter });
  const response: PipelineResponse = { request, headers, status };
  await throttle.policyOf('demo').sendRequest(request, async () => response);
}

describe('throttling that one process has seen', () => {
  it('is known to the others, for as long as Batch has asked for, and of that account alone', async () => {
    const [first, second] = [aProcess(), aProcess()];
    expect(await aProcess().remaining('demo')).toBe(0);
    await answered(first, 429, { retryAfter: '20' });
    expect(await second.remaining('demo')).toBe(20_000);
    expect(await second.remaining('prod')).toBe(0);
    now += 15_000;
    expect(await second.remaining('demo')).toBe(5_000);
    now += 5_000;
    expect(await second.remaining('demo')).toBe(0);
  });

  it('is bounded, whatever Batch asks for, and is some seconds where it says nothing', async () => {
    const [first, second] = [aProcess(), aProcess()];
    await answered(first, 503);
    expect(await first.remaining('demo')).toBe(5_000);
    await answered(first, 503, { retryAfter: '86400' });
    expect(await second.remaining('demo')).toBe(60_000);
    await answered(first, 429, { retryAfter: '1' });
    expect(await first.remaining('demo')).toBe(60_000);
    now += 60_000;
  });

  it('holds the others up once, where the clock of that process is ten minutes ahead', async () => {
    const other = aProcess();
    const ahead = aProcess(600_000);
    await answered(ahead, 429, { retryAfter: '20' });
    expect(await other.remaining('demo')).toBe(60_000);
    now += 60_000;
    expect(await other.remaining('demo')).toBe(0);
    now += 60_000;
    await answered(ahead, 429, { retryAfter: '20' });
    expect(await other.remaining('demo')).toBe(60_000);
    now += 60_000;
    expect(await other.remaining('demo')).toBe(0);
  });

  it('lets reads of the process wait for a while, and acts for nothing', async () => {
    const throttle = aProcess();
    await answered(throttle, 429, { retryAfter: '20' });
    await answered(throttle, 200, { method: 'POST' });
    expect(pauses).toEqual([]);
    await answered(throttle, 200);
    expect(pauses).toEqual([5_000]);
    now += 20_000;
    await answered(throttle, 200);
    expect(pauses).toHaveLength(1);
  });

  it('is not lost where it cannot be written down', async () => {
    const fail = async () => Promise.reject(new Error('the table is not there'));
    const throttle = sharedThrottle({
      store: { read: fail, write: fail },
      now: () => now,
      pause: async () => undefined,
    });
    await answered(throttle, 429, { retryAfter: '3' });
    expect(await throttle.remaining('demo')).toBe(3_000);
    now += 3_000;
  });
});
