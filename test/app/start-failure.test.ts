import { beforeEach, describe, expect, it } from 'vitest';
import { describePoolHealth } from '../../src/app/health/describe-pool-health.ts';
import { describePool } from '../../src/app/pools/describe-pools.ts';
import { explainPool } from '../../src/app/pools/explain-pool.ts';
import { minutes } from '../support/builders.ts';
import { Story } from './support/story.ts';

const story = Story.forAllTests();
beforeEach(() =>
  story.begin({ latencies: { create: { median: minutes(1), sigma: 0 }, start: { median: minutes(3), sigma: 0 } } }),
);

/** A pool whose nodes are all off, and the policy that wants some of them at once. */
async function wanting(
  min: number,
  { dedicated, ...policy }: { readonly dedicated: number; readonly [more: string]: unknown },
) {
  const nodes = await story.account.createIdlePool('render', { dedicated });
  for (const { id } of nodes) await story.account.deallocate('render', id);
  await story.account.advance('PT2M');
  await story.schedule({ outside: { min } });
  await story.policy({ schedules: ['hours'], ...policy });
}

/** Minutes until so many nodes are ready, at most an hour and a half. */
async function minutesUntilReady(wanted: number): Promise<number> {
  for (let minute = 1; minute <= 90; minute += 1) {
    await story.minutes(1);
    const ready = (await story.account.states('render')).filter((state) => state === 'idle').length;
    if (ready >= wanted) return minute;
  }
  return Number.POSITIVE_INFINITY;
}

async function requests(operation: string): Promise<number> {
  const journal = await story.account.journal('request');
  return journal.filter((entry) => entry.kind === 'request' && entry.operation === operation).length;
}

async function actions(): Promise<readonly string[]> {
  return (await story.audit()).map(({ action }) => action);
}

describe('start-failure-called-manual', () => {
  it('is recorded as a failed start alone, and the node is started again when there is capacity', async () => {
    await wanting(1, { dedicated: 1 });
    await story.account.control('POST', 'startfaults', { outcome: 'deallocated', for: 'PT10M' });
    await story.minutes(6);
    expect(await actions()).toContain('node.start-failed');
    expect(await actions()).not.toContain('node.manual-deallocate');
    expect(await minutesUntilReady(1)).toBeLessThan(40);
  });
});

describe('a shortage of capacity for an hour', () => {
  it('costs few starts, is told, and ends within the longest wait once there is capacity', async () => {
    await wanting(2, { dedicated: 6 });
    await story.account.control('POST', 'startfaults', { outcome: 'deallocated', for: 'PT60M' });
    await story.minutes(60);
    expect(await requests('Nodes_StartNode')).toBeLessThanOrEqual(8);
    expect(await actions()).toContain('circuit.opened');
    expect(await minutesUntilReady(2)).toBeLessThanOrEqual(45);
    expect(await actions()).toContain('circuit.closed');
  });
});

describe('starts that end unusable', () => {
  it('do not burn the pool, and are repaired by a reboot once the cause is gone', async () => {
    await wanting(2, { dedicated: 6 });
    const fault = { outcome: 'unusable', causes: ['start', 'reboot'], for: 'PT40M' };
    await story.account.control('POST', 'startfaults', fault);
    await story.minutes(40);
    const inTrouble = (await story.account.states('render')).filter((state) => state === 'unusable').length;
    expect(inTrouble).toBeLessThanOrEqual(4);
    expect(await requests('Nodes_RebootNode')).toBeGreaterThan(0);
    expect(await minutesUntilReady(2)).toBeLessThanOrEqual(60);
  });

  it('are shown while they last: what is broken, since when, what was tried, and what it costs', async () => {
    await wanting(1, { dedicated: 1, price: { nodeHour: 2, currency: 'EUR' } });
    await story.account.control('PUT', 'knobs', { dedicatedNodeQuota: 20 });
    await story.account.control('POST', 'startfaults', { outcome: 'unusable', causes: ['start', 'reboot'] });
    await story.minutes(30);
    const { trouble, quotas } = await describePool(story.ports, 'demo', 'render');
    expect(quotas).toEqual({ dedicatedCores: 20, lowPriorityCores: undefined, families: [], pools: undefined });
    expect(trouble?.broken).toMatchObject([
      { nodeId: undefined, what: 'starts of the pool fail, the last because it shows unusable' },
      {
        what: 'it shows unusable; its last start failed: it shows unusable',
        tried: ['a start, once', 'reboot, refused by the service'],
      },
    ]);
    expect(await requests('Nodes_RebootNode')).toBe(1);
    expect(trouble?.paidNodes).toBeGreaterThan(0);
    expect(trouble?.cost).toEqual({ amount: 2 * (trouble?.nodeHours ?? 0), currency: 'EUR' });
    const { rules } = await explainPool(story.ports, { account: 'demo', poolId: 'render' });
    expect(rules.find(({ rule }) => rule === 'start-failure')?.says).toMatch(/paid for and cannot be used: .* EUR/);
    const { health } = await describePoolHealth(story.ports, {
      pool: { account: 'demo', poolId: 'render' },
      minHealthy: { kind: 'nodes', nodes: 0 },
      maxAge: minutes(15),
      fresh: false,
      actor: 'test',
    });
    expect(health).toMatchObject({ status: 'warn' });
    expect(health.reasons.at(-1)).toMatch(/^starts of the pool fail, .* since 2026/);
  });

  it('leave one broken node among others to itself', async () => {
    await wanting(4, { dedicated: 5 });
    // The first to be started: all have been off for the same time.
    const [broken] = (await story.account.nodes('render')).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    await story.account.control('POST', 'startfaults', { outcome: 'unusable', nodes: [broken?.id] });
    expect(await minutesUntilReady(4)).toBeLessThanOrEqual(15);
    expect(await requests('Nodes_StartNode')).toBe(5);
    expect(await actions()).not.toContain('circuit.opened');
  });
});

describe('a pool with a sibling', () => {
  it('gets its starts there while its own fail, is told, and lets go of them again', async () => {
    const spares = await story.account.createIdlePool('spare', { dedicated: 3 });
    for (const { id } of spares) await story.account.deallocate('spare', id);
    await story.policy({ id: 'spare', pools: ['spare'], idle: { timeout: 'PT5M' } });
    await wanting(2, { dedicated: 3, startFailure: { ladder: ['sibling:spare', 'tell'] } });
    const nodes = (await story.account.nodes('render')).map(({ id }) => id);
    await story.account.control('POST', 'startfaults', { outcome: 'deallocated', nodes, for: 'PT25M' });
    await story.minutes(15);
    const spare = async () => (await story.account.states('spare')).filter((state) => state === 'idle').length;
    expect(await spare()).toBe(2);
    expect(await actions()).toContain('sibling.asked');
    expect(await minutesUntilReady(2)).toBeLessThanOrEqual(60);
    await story.minutes(12);
    expect(await spare()).toBe(0);
    expect(await actions()).toContain('sibling.released');
  });
});
