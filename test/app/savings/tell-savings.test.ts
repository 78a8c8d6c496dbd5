import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { type TellSavingsPorts, tellSavings } from '../../../src/app/savings/tell-savings.ts';
import { aPoolFacts, NOON } from '../../support/builders.ts';

/** A hundred pools of an account without records. */
function portsOf(listNodes: () => Promise<undefined>): TellSavingsPorts {
  const pools = Array.from({ length: 100 }, (_, index) =>
    aPoolFacts({ poolId: `pool-${String(index).padStart(2, '0')}` }),
  );
  const audit = {
    stream: async function* () {},
    page: async () => ({ records: [], cursor: undefined, resume: undefined, archived: [] }),
    archivedMonths: async () => [],
  };
  const ports = {
    ...{ audit, clock: { now: async () => NOON }, retailPrices: { priceOf: async () => undefined } },
    batch: { accounts: ['demo'], listPools: async () => pools, listNodes },
    documents: { list: async () => [] },
  };
  return ports as unknown as TellSavingsPorts;
}

it('reads a few pools at the same time, and tells them in order', async () => {
  let [reading, most] = [0, 0];
  const ports = portsOf(async () => {
    reading += 1;
    most = Math.max(most, reading);
    await nextTurn();
    reading -= 1;
    return undefined;
  });
  const { pools } = await tellSavings(ports, { account: 'demo' });
  expect(pools.map(({ poolId }) => poolId)).toEqual(pools.map(({ poolId }) => poolId).toSorted());
  expect(pools).toHaveLength(100);
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(6);
});

it('reads no further pool after one that cannot be read', async () => {
  let looks = 0;
  const ports = portsOf(async () => {
    looks += 1;
    await nextTurn();
    throw new Error('Batch is out of reach.');
  });
  await expect(tellSavings(ports, { account: 'demo' })).rejects.toThrow('out of reach');
  await nextTurn();
  expect(looks).toBeLessThan(15);
});
