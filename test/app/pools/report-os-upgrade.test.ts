import { beforeEach, describe, expect, it } from 'vitest';
import { reportPoolUpgrade } from '../../../src/app/pools/report-os-upgrade.ts';
import { getOsUpgrade } from '../../../src/http/pools/os-upgrade.ts';
import { IMAGE } from '../../support/emulated-account.ts';
import { call } from '../../support/http-call.ts';
import { TestSystem } from '../../support/test-system.ts';

const system = TestSystem.forEachTest();
const RENDER = { account: 'demo', poolId: 'render' };
const { publisher, offer, sku } = IMAGE.imageReference;

/** A pool that nothing upgrades, one node of which is off when a version is published. */
beforeEach(async () => {
  const [first] = await system.account.createIdlePool('render', { dedicated: 3 });
  await system.account.deallocate('render', first?.id ?? '');
  await system.account.advance('PT5M');
  await system.account.control('POST', 'images', { publisher, offer, sku, version: '2.0.0' });
});

async function report() {
  const { nodes, ...rest } = await reportPoolUpgrade(system.ports, RENDER);
  return { ...rest, standings: nodes.map(({ standing }) => standing).toSorted() };
}

describe('the report on the images of a pool', () => {
  it('goes by what was published, not by what the pool has', async () => {
    expect(await report()).toEqual({
      newest: '2.0.0',
      source: 'published',
      because: undefined,
      standings: ['behind', 'behind', 'missed'],
    });
    const params = { account: 'demo', pool: 'render' };
    expect(await call(getOsUpgrade, system.ports, { params })).toMatchObject({
      status: 200,
      body: {
        newest: '2.0.0',
        source: 'published',
        because: null,
        counts: { current: 0, upgrading: 0, behind: 2, missed: 1, unknown: 0 },
      },
    });
  });

  it('compares the nodes with each other where Azure does not say what was published, and says why', async () => {
    const { name } = system.account.emulator.account;
    system.ports = system.compose({ BATCH_ACCOUNTS: JSON.stringify([{ name, endpoint: system.account.url }]) });
    expect(await report()).toMatchObject({
      newest: '1.0.0',
      source: 'nodes',
      because: expect.stringMatching(/^The account 'demo' has no "resourceId" in BATCH_ACCOUNTS/),
      standings: ['current', 'current', 'current'],
    });
  });

  it('does so for a pool without nodes', async () => {
    await system.account.createPool('empty', { dedicated: 0 });
    expect(await reportPoolUpgrade(system.ports, { account: 'demo', poolId: 'empty' })).toEqual({
      newest: undefined,
      source: 'nodes',
      because: 'no node shows its image',
      nodes: [],
    });
  });
});
