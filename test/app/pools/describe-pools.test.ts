import { describe, expect, it } from 'vitest';
import { describePool, describePools } from '../../../src/app/pools/describe-pools.ts';
import { NOON } from '../../support/builders.ts';
import { Story } from '../support/story.ts';

const story = Story.forEachTest();

const AFTERNOON = { name: 'afternoon', days: ['MON'], from: '13:00', to: '18:00', capacity: { min: 2 } };

/** Three dedicated nodes, one of them let go, under a schedule whose window opens at 13:00. */
async function renderPool(): Promise<void> {
  await story.account.createIdlePool('render', { dedicated: 3, lowPriority: 2 });
  await story.schedule({ windows: [AFTERNOON], outside: { min: 0, max: '50%' } });
  await story.policy({ pools: ['rend*'], schedules: ['hours'] });
  await story.tick();
}

describe('the pools of an account', () => {
  it('are described in the order of their ids, with policy, capacity and last plan', async () => {
    await renderPool();
    await story.account.createPool('a-pool', { dedicated: 0 });
    const pools = await describePools(story.ports, 'demo');
    expect(pools.map(({ facts }) => facts.poolId)).toEqual(['a-pool', 'render']);
    expect(pools[0]).toEqual({
      facts: expect.objectContaining({ account: 'demo', poolId: 'a-pool', allocationState: 'resizing' }),
      counts: {},
      nodes: 0,
      lastPlan: undefined,
      policy: undefined,
      isInDoubt: false,
      reason: 'no policy names the pool',
      capacity: undefined,
    });
    expect(pools[1]).toMatchObject({
      facts: { poolId: 'render', allocationState: 'steady' },
      nodes: 3,
      counts: { idle: 2, deallocating: 1 },
      policy: { id: 'render', mode: 'enforce', because: 'the pattern "rend*"' },
      reason: undefined,
      capacity: {
        now: { min: 0, max: 2, because: ['outside the windows of hours'] },
        next: { at: NOON.add({ hours: 1 }), min: 2, max: undefined, because: ['window "afternoon" of hours'] },
      },
      lastPlan: { at: '2026-03-02T12:04:00Z', acts: [{ action: 'deallocate', outcome: 'accepted' }] },
    });
  });

  it('are described with what comes after the window that is open', async () => {
    await renderPool();
    await story.account.control('POST', 'clock', { to: '2026-03-02T13:00:00Z' });
    expect(await describePools(story.ports, 'demo')).toMatchObject([
      {
        capacity: {
          now: { min: 2, because: ['window "afternoon" of hours'] },
          next: { at: NOON.add({ hours: 6 }), min: 0, max: 2 },
        },
      },
    ]);
  });

  it('have no capacity to come where no schedule says anything', async () => {
    await story.account.createIdlePool('render');
    await story.policy();
    expect(await describePools(story.ports, 'demo')).toMatchObject([
      { capacity: { now: { min: 0, max: undefined, because: [] }, next: undefined } },
    ]);
  });

  it('are described with the reason why one is left alone', async () => {
    await story.account.createPool('render');
    await story.policy();
    await story.tick();
    expect((await describePools(story.ports, 'demo'))[0]?.reason).toBe('the pool is being resized');
    await story.storeUnchecked('Policies', 'render', 'not JSON');
    expect((await describePools(story.ports, 'demo'))[0]).toMatchObject({
      policy: undefined,
      capacity: undefined,
      reason: expect.stringContaining('the policy "render" can\'t be read'),
    });
  });
});

describe('one pool', () => {
  it('is described as among the others', async () => {
    await renderPool();
    const [among] = await describePools(story.ports, 'demo');
    expect(await describePool(story.ports, 'demo', 'render')).toEqual({
      ...among,
      // A list says no tag.
      facts: { ...among?.facts, tag: expect.any(String) },
    });
  });

  it('is found in any letter case, with its last plan', async () => {
    await renderPool();
    expect(await describePool(story.ports, 'demo', 'RENDER')).toMatchObject({
      facts: { poolId: 'render' },
      lastPlan: { acts: [{ action: 'deallocate' }] },
    });
  });
});

describe('what is not there', () => {
  it('is an account that nobody looks after', async () => {
    const error = {
      code: 'AccountNotFound',
      message: "No account 'other' is configured; GET /api/accounts lists them.",
    };
    await expect(describePools(story.ports, 'other')).rejects.toMatchObject(error);
    await expect(describePool(story.ports, 'other', 'render')).rejects.toMatchObject(error);
  });

  it('is a pool that the account has not', async () => {
    await expect(describePool(story.ports, 'demo', 'none')).rejects.toMatchObject({
      code: 'PoolNotFound',
      message: "The account 'demo' has no pool 'none'; GET /api/accounts/demo/pools lists them.",
    });
  });
});
