import { describe, expect, it } from 'vitest';
import { reportPoolUpgrade } from '../../src/app/pools/report-os-upgrade.ts';
import { expectNoneLeftBusy, expectNoTaskHurt, journal } from '../local/support/witness.ts';
import { minutes, NOON } from '../support/builders.ts';
import { IMAGE } from '../support/emulated-account.ts';
import { RENDER, Story } from './support/story.ts';

const story = Story.forEachTest({
  latencies: {
    create: { median: minutes(1), sigma: 0 },
    start: { median: minutes(3), sigma: 0 },
    upgrade: { median: minutes(6), sigma: 0 },
  },
});

/** Batches of half the pool, which wait for running tasks. */
const upgradePolicy = {
  mode: 'automatic',
  automaticOSUpgradePolicy: {
    enableAutomaticOSUpgrade: true,
    osRollingUpgradeDeferral: true,
    useRollingUpgradePolicy: true,
  },
  rollingUpgradePolicy: {
    maxBatchInstancePercent: 50,
    maxUnhealthyInstancePercent: 100,
    pauseTimeBetweenBatches: 'PT0S',
  },
};

const { publisher, offer, sku } = IMAGE.imageReference;

async function standings(): Promise<Readonly<Record<string, number>>> {
  const { nodes } = await reportPoolUpgrade(story.ports, RENDER);
  return Object.fromEntries(
    [...Map.groupBy(nodes, ({ standing }) => standing)].map(([standing, of]) => [standing, of.length]),
  );
}

const night = { name: 'patches', days: ['MON-SUN'], from: '14:00', to: '16:00', maintenance: 'PT20M' };
const day = { name: 'work', days: ['MON-SUN'], from: '08:00', to: '13:00', capacity: { min: 2, max: 2 } };

describe('a maintenance window', () => {
  it('switches on what was off, lets it take the upgrade that it missed, and lets it go again', async () => {
    await story.account.createIdlePool('render', { dedicated: 6, properties: { upgradePolicy } });
    await story.schedule({ windows: [day, night], outside: { min: 0, max: 0 } });
    await story.policy({ schedules: ['hours'] });
    await story.minutes(10);
    await story.account.control('POST', 'images', { publisher, offer, sku, version: '2.0.0' });
    await story.minutes(30);
    expect(await standings()).toEqual({ current: 2, missed: 4 });
    await story.minutes(75);
    expect((await story.acts()).filter(({ action }) => action === 'start')).toEqual([]);
    await story.minutes(120);
    expect(await standings()).toEqual({ current: 6 });
    const starts = (await story.acts()).filter(({ action }) => action === 'start');
    expect(starts).toHaveLength(6);
    for (const { at } of starts) {
      expect(NOON.add({ hours: 2 }).until(at).total('minutes')).toBeGreaterThanOrEqual(0);
    }
    expect(await story.account.states('render')).toEqual(Array(6).fill('deallocated'));
    const again = await story.minutes(10);
    expect(again.reports.flatMap((report) => (report.kind === 'evaluated' ? report.plan.acts : []))).toEqual([]);
  });

  it('starts no more at a time than the budget says, and none for whom there is no time', async () => {
    await story.account.createIdlePool('render', { dedicated: 6 });
    await story.schedule({ windows: [{ ...night, from: '12:30', to: '12:55' }], outside: { min: 0, max: 0 } });
    await story.policy({ schedules: ['hours'], budget: { start: 1 } });
    await story.minutes(60);
    // 12:30 to 12:35: after that twenty minutes are not left.
    expect((await story.acts()).filter(({ action }) => action === 'start').length).toBeLessThanOrEqual(6);
    expect((await story.acts()).filter(({ action }) => action === 'start').length).toBeGreaterThanOrEqual(5);
    expect(await story.account.states('render')).toEqual(Array(6).fill('deallocated'));
  });
});

describe('an upgrade that rolls through a pool while schedules run', () => {
  it('hurts no task, and nodes that are being upgraded are left alone', async () => {
    await story.account.createIdlePool('render', { dedicated: 6, properties: { upgradePolicy } });
    await story.schedule({
      windows: [{ ...day, to: '15:00', capacity: { min: 3, max: 5 } }],
      outside: { min: 0, max: 0 },
    });
    await story.policy({ schedules: ['hours'], idle: { timeout: 'PT5M' }, demand: {} });
    await story.account.createJob('frames', 'render');
    for (let batch = 0; batch < 4; batch += 1) {
      const ids = Array.from({ length: 4 }, (_, task) => `batch-${batch}-${task}`);
      await story.account.addTasks('frames', ids, 900);
      if (batch === 1) await story.account.control('POST', 'images', { publisher, offer, sku, version: '2.0.0' });
      await story.minutes(30);
    }
    await story.minutes(60);
    const counts = await story.account.call<{ taskCounts: object }>('GET', '/jobs/frames/taskcounts');
    expect(counts.body.taskCounts).toMatchObject({ active: 0, running: 0, succeeded: 16, failed: 0 });
    const entries = await journal(story.account.url);
    expectNoTaskHurt(entries);
    expectNoneLeftBusy(entries);
    const upgraded = (await story.account.journal('transition')).filter(
      (entry) => entry.kind === 'transition' && entry.to === 'upgradingos',
    );
    expect(upgraded.length).toBeGreaterThanOrEqual(3);
  });
});
