import { describe, expect, it } from 'vitest';
import { chargeActs } from '../../../src/app/evaluation/shared-limits.ts';
import { explainPool } from '../../../src/app/pools/explain-pool.ts';
import type { Ports } from '../../../src/app/ports.ts';
import { RENDER, Story } from '../support/story.ts';

const story = Story.forEachTest();

function limited(limits: object): Ports {
  return story.system.compose({ LAMPLIGHTER_ACT_LIMITS: JSON.stringify(limits) });
}

async function twoIdlePools(): Promise<void> {
  await story.account.createIdlePool('render', { dedicated: 3 });
  await story.account.createIdlePool('sim', { dedicated: 3 });
  await story.atMost(0, { pools: ['render', 'sim'] });
}

async function deallocations(): Promise<number> {
  return (await story.acts()).filter(({ action }) => action === 'deallocate').length;
}

describe('a limit of an account', () => {
  it('holds for all its pools together, is told once in each, and lets the rest go when the hour is over', async () => {
    await twoIdlePools();
    const ports = limited({ account: { deallocatePerHour: 4 } });
    for (let minute = 0; minute < 4; minute += 1) {
      await story.account.advance('PT1M');
      await story.tick(ports);
    }
    expect(await deallocations()).toBe(4);
    const told = [...(await story.audit()), ...(await story.audit({ ...RENDER, poolId: 'sim' }))];
    const reached = told.filter(({ action }) => action === 'limit.reached');
    expect(reached.length).toBeGreaterThan(0);
    expect(reached.length).toBeLessThanOrEqual(2);
    expect(reached[0]?.reason).toContain('the limit of the account demo is 4 an hour');
    const waiting = await explainPool(ports, { account: 'demo', poolId: reached[0]?.subject.pool ?? '' });
    expect(waiting.rules.find(({ rule }) => rule === 'limit')).toMatchObject({ won: true });
    await story.account.advance('PT1H');
    await story.tick(ports);
    expect(await deallocations()).toBe(6);
    const over = [...(await story.audit()), ...(await story.audit({ ...RENDER, poolId: 'sim' }))];
    expect(over.filter(({ action }) => action === 'limit.over')).toHaveLength(reached.length);
  });

  it('is of the whole app, and of an account by its name, as well', async () => {
    await twoIdlePools();
    const ports = limited({ app: { deallocatePerDay: 3 }, accounts: { demo: { deallocatePerHour: 5 } } });
    for (let minute = 0; minute < 3; minute += 1) {
      await story.account.advance('PT1M');
      await story.tick(ports);
    }
    expect(await deallocations()).toBe(3);
  });
});

describe('what was charged', () => {
  const acts = ['a', 'b', 'c'].map((node) => ({ node, action: 'start' as const }));

  it('counts though the process that charged it died before it acted', async () => {
    const at = await story.system.now();
    expect(await chargeActs(limited({ app: { startPerHour: 4 } }), 'demo', { acts, at })).toMatchObject({ waiting: 0 });
    const later = await chargeActs(limited({ app: { startPerHour: 4 } }), 'demo', { acts, at });
    expect(later).toMatchObject({ acts: [{ node: 'a' }], waiting: 2 });
    expect(later.because).toBe('the limit of the app is 4 an hour, 3 are spent');
  });

  it('costs no request where there is no limit', async () => {
    const at = await story.system.now();
    const ports = { ...story.ports, actLedger: { read: never, change: never } };
    expect(await chargeActs(ports, 'demo', { acts, at })).toEqual({ acts, waiting: 0, because: '' });
  });
});

function never(): never {
  throw new Error('Nothing is read where there is no limit.');
}
