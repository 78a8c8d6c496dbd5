import { describe, expect, it } from 'vitest';
import { openEmulation } from '../../../src/emulator/emulation.ts';
import { grantNodes, MOST_NODES } from '../../../src/emulator/life/allocation.ts';
import { newPool } from '../../../src/emulator/life/pool-life.ts';
import { IMAGE } from '../../support/emulated-account.ts';

describe('the nodes of all pools together', () => {
  it('are only as many as fit into memory, and a pool says so', () => {
    const { world } = openEmulation({ speed: 0 });
    const [account] = world.accounts.values();
    if (account === undefined) throw new Error('There is an account.');
    const settings = {
      vmSize: 'standard_d2s_v3',
      deploymentConfiguration: { virtualMachineConfiguration: IMAGE },
      scaleSettings: { fixedScale: { targetDedicatedNodes: 3 } },
    };
    const pool = newPool(world, account, { id: 'render', settings, identity: undefined, tags: undefined });
    for (const isDedicated of [true, false]) {
      expect(grantNodes(world, pool, { isDedicated, wanted: 2_000_000_000 })).toBe(MOST_NODES - 3);
    }
    expect(pool.resize.errors).toMatchObject([{ code: 'AllocationFailed' }, { code: 'AllocationFailed' }]);
    expect(grantNodes(world, pool, { isDedicated: true, wanted: 5 })).toBe(5);
  });
});
