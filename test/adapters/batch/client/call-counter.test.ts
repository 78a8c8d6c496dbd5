import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createBatchClient } from '../../../../src/adapters/batch/client/batch-client.ts';
import { callCounter } from '../../../../src/adapters/batch/client/call-counter.ts';
import { EmulatedAccount } from '../../../support/emulated-account.ts';

let account: EmulatedAccount;
beforeEach(async () => {
  account = await EmulatedAccount.start();
});
afterEach(() => account.close());

describe('the counter of calls to Batch', () => {
  it('counts every attempt by its status, and is empty after it was taken', async () => {
    const counter = callCounter();
    const { name, key } = account.emulator.account;
    const options = { account: name, endpoint: account.url, apiVersion: '2024-07-01.20.0', credential: { key } };
    const client = createBatchClient({ ...options, countCalls: counter.policy });
    await account.control('POST', 'faults', { effect: 'refuse', code: 'ServerBusy', retryAfter: 0, times: 1 });
    await client.pathUnchecked('/pools').get();
    await client.pathUnchecked('/pools/none').get();
    expect(counter.take()).toEqual({ calls: { 200: 1, 404: 1, 503: 1 }, retries: 1 });
    expect(counter.take()).toEqual({ calls: {}, retries: 0 });
  });
});
