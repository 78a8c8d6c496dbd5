import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmulatedAccount } from '../../../support/emulated-account.ts';

let account: EmulatedAccount;

beforeEach(async () => {
  account = await EmulatedAccount.start();
  for (const id of ['a', 'b', 'c', 'd']) await account.createPool(id);
});
afterEach(() => account.close());

async function countedPools(filter: string) {
  const path = `/nodecounts?$filter=${encodeURIComponent(filter)}`;
  const { status, body } = await account.call<{ readonly value?: { poolId: string }[]; readonly code?: string }>(
    'GET',
    path,
  );
  return [status, body.value?.map(({ poolId }) => poolId) ?? body.code];
}

describe('the counts of named pools', () => {
  it('come in the order of the list, each once', async () => {
    expect(await countedPools("poolId eq 'c' or poolId eq 'a' or poolId eq 'c'")).toEqual([200, ['a', 'c']]);
    expect(await countedPools("poolId eq 'none'")).toEqual([200, []]);
  });

  it('match the letters of the filter', async () => {
    expect(await countedPools("poolId eq 'A' or poolId eq 'b'")).toEqual([200, ['b']]);
  });

  it('come in pages', async () => {
    await account.control('PUT', 'knobs', { nodeCountsPageSize: 1 });
    const path = `/nodecounts?$filter=${encodeURIComponent("poolId eq 'a' or poolId eq 'd'")}`;
    const first = await account.call<{ value: { poolId: string }[]; 'odata.nextLink': string }>('GET', path);
    const next = new URL(first.body['odata.nextLink']);
    const second = await account.call<{ value: { poolId: string }[] }>('GET', `${next.pathname}${next.search}`);
    expect([first, second].map(({ body }) => body.value.map(({ poolId }) => poolId))).toEqual([['a'], ['d']]);
    expect(second.body).not.toHaveProperty('odata.nextLink');
  });

  it.each([
    ['any', [200, ['a', 'b']]],
    ['one pool', [400, 'InvalidQueryParameterValue']],
    ['ignored', [200, ['a', 'b', 'c', 'd']]],
  ])('for several pools are as the knob says: %s', async (nodeCountsFilter, expected) => {
    await account.control('PUT', 'knobs', { nodeCountsFilter });
    expect(await countedPools("poolId eq 'a' or poolId eq 'b'")).toEqual(expected);
  });
});
