import { describe, expect, it } from 'vitest';
import { evaluatePool } from '../../src/app/evaluation/evaluate-pool.ts';
import { announceWork } from '../../src/app/pools/announcements.ts';
import { putOverride } from '../../src/app/pools/overrides.ts';
import type { Knobs } from '../../src/emulator/world/knobs.ts';
import { minutes } from '../support/builders.ts';
import { Gateway } from './support/gateway.ts';
import { RENDER, Story } from './support/story.ts';

/** Nodes are created in a minute, start in three and go in one, exactly. */
const EXACT = { latencies: { create: { median: minutes(1), sigma: 0 }, start: { median: minutes(3), sigma: 0 } } };
const WEEK = ['MON-SUN'];

const story = Story.forEachTest(EXACT);

async function states(): Promise<Readonly<Record<string, number>>> {
  const nodes = await story.account.nodes('render');
  return Object.fromEntries(
    [...Map.groupBy(nodes, ({ state }) => state)].map(([state, group]) => [state, group.length]),
  );
}

async function deallocatedPool(dedicated: number, properties: Record<string, unknown> = {}): Promise<void> {
  const nodes = await story.account.createIdlePool('render', { dedicated, properties });
  for (const { id } of nodes) await story.account.deallocate('render', id);
  await story.account.advance('PT2M');
}

async function override(value: object): Promise<void> {
  const given = { until: (await story.system.now()).add({ minutes: 30 }).toString(), note: 'a long render', ...value };
  await putOverride(story.ports, { pool: RENDER, value: given, actor: 'ann' });
}

describe('an override', () => {
  it('keeps nodes on though the schedule wants none, and is over at its end', async () => {
    await story.account.createIdlePool('render', { dedicated: 3 });
    await story.atMost(0);
    await override({ capacity: { min: 2 } });
    await story.minutes(3);
    expect(await story.acts()).toEqual([]);
    await story.minutes(30);
    expect(await states()).toEqual({ deallocated: 3 });
    expect((await story.audit()).filter(({ action }) => action === 'override')).toMatchObject([
      { actor: 'ann', reason: expect.stringContaining('a long render') },
    ]);
  });

  it('lets a schedule that follows it have its nodes in time', async () => {
    await deallocatedPool(2);
    await story.schedule({ windows: [], outside: { min: 2 } });
    await override({ capacity: { min: 0, max: 0 } });
    await story.policy({ schedules: ['hours'], lead: { initial: 'PT4M' } });
    const end = (await story.system.now()).add({ minutes: 30 });
    await story.minutes(30);
    expect((await story.acts()).map(({ at: when }) => when.until(end).total('minutes'))).toEqual([5, 5]);
    expect(await states()).toEqual({ idle: 2 });
  });

  it('pins single nodes on and off', async () => {
    await story.account.createIdlePool('render', { dedicated: 3 });
    const [on, off] = (await story.account.nodes('render')).map(({ id }) => id);
    await story.schedule({ outside: { min: 2 } });
    await story.policy({ schedules: ['hours'], idle: { timeout: 'PT1M' } });
    await override({ nodes: { on: [on?.toUpperCase()], off: [off] } });
    await story.minutes(4);
    const byId = new Map((await story.account.nodes('render')).map(({ id, state }) => [id, state]));
    expect([byId.get(on ?? ''), byId.get(off ?? '')]).toEqual(['idle', 'deallocated']);
    expect((await story.acts()).map(({ node }) => node)).toEqual([off]);
  });
});

describe('work that waits', () => {
  async function tasks(count: number, sleep = 600): Promise<void> {
    await story.account.createJob('frames', 'render');
    const ids = Array.from({ length: count }, (_, task) => `task-${task}`);
    await story.account.addTasks('frames', ids, sleep);
  }

  it('starts as many nodes as its slots need, and keeps them while it runs', async () => {
    await deallocatedPool(5, { taskSlotsPerNode: 2 });
    await story.policy({ demand: { startOnPending: true }, idle: { timeout: 'PT2M' } });
    await tasks(5);
    await story.minutes(1);
    expect(await story.acts()).toHaveLength(3);
    expect((await story.audit()).at(-1)?.reason).toBeDefined();
    await story.minutes(5);
    expect(await states()).toEqual({ running: 3, deallocated: 2 });
    await story.minutes(20);
    expect(await states()).toEqual({ deallocated: 5 });
  });

  it('starts none beyond the maximum of the schedule, and none without being told to', async () => {
    await deallocatedPool(5);
    await story.schedule({ outside: { min: 0, max: 2 } });
    await story.policy({ schedules: ['hours'], demand: { startOnPending: false } });
    await tasks(5);
    await story.minutes(2);
    expect(await story.acts()).toEqual([]);
    await story.policy({ schedules: ['hours'], demand: { headroom: '50%' } });
    await story.minutes(1);
    expect(await story.acts()).toHaveLength(2);
  });

  it('that cannot be read keeps no schedule from being kept, and lets no idle node go', async () => {
    const nodes = await story.account.createIdlePool('render', { dedicated: 4 });
    for (const { id } of nodes.slice(0, 2)) await story.account.deallocate('render', id);
    await story.account.advance('PT2M');
    await story.schedule({ outside: { min: 3 } });
    await story.policy({ schedules: ['hours'], demand: {}, idle: { timeout: 'PT1M' } });
    const refusal = {
      effect: 'refuse',
      code: 'TooManyRequests',
      retryAfter: 0,
      operation: 'Jobs_ListJobs',
      times: 1000,
    };
    await story.account.control('POST', 'faults', refusal);
    await story.account.advance('PT1M');
    const { tick } = await story.tick();
    expect(tick.problems).toEqual([expect.stringContaining('The jobs of the account demo could not be read')]);
    expect(await story.acts()).toMatchObject([{ action: 'start' }]);
    await story.schedule({ outside: { min: 0 } });
    await story.minutes(5);
    expect((await story.acts()).map(({ action }) => action)).toEqual(['start']);
    expect((await story.state()).lastPlan?.left).toContainEqual(
      expect.objectContaining({
        rule: 'idle',
        example: expect.stringContaining('there may be more work than is known'),
      }),
    );
  });

  it('that is announced finds its nodes ready', async () => {
    await deallocatedPool(5, { taskSlotsPerNode: 2 });
    await story.policy({ lead: { initial: 'PT4M' }, idle: { timeout: 'PT1M' } });
    const by = (await story.system.now()).add({ minutes: 30 });
    await announceWork(story.ports, {
      pool: RENDER,
      value: { slots: 7, by: by.toString(), until: by.add({ minutes: 10 }).toString() },
      actor: 'farm',
    });
    await story.minutes(30);
    expect(await states()).toEqual({ idle: 4, deallocated: 1 });
    expect((await story.acts()).map(({ at: when }) => when.until(by).total('minutes'))).toEqual([5, 5, 5, 5]);
    await story.minutes(13);
    expect(await states()).toEqual({ deallocated: 5 });
  });
});

describe('what somebody else does', () => {
  const office = { name: 'work', days: WEEK, from: '12:30', to: '18:00', capacity: { min: 2 } };

  it('is respected until the next edge: a node that was started stays on', async () => {
    await deallocatedPool(3);
    await story.schedule({ windows: [office], outside: { min: 0, max: 0 } });
    await story.policy({ schedules: ['hours'], idle: { timeout: 'PT1M' }, lead: { initial: 'PT4M' } });
    await story.minutes(2);
    const [node] = await story.account.nodes('render');
    await story.account.call('POST', `/pools/render/nodes/${node?.id}/start`);
    await story.minutes(15);
    expect(await story.acts()).toEqual([]);
    expect(await states()).toEqual({ idle: 1, deallocated: 2 });
    expect((await story.audit()).filter(({ action }) => action === 'node.manual-start')).toMatchObject([
      { subject: { node: node?.id }, reason: 'started by somebody else; respected until 2026-03-02T12:30:00Z' },
    ]);
  });

  it('is undone where the policy says so', async () => {
    await deallocatedPool(3);
    await story.schedule({ windows: [office], outside: { min: 0, max: 0 } });
    await story.policy({ schedules: ['hours'], manual: 'revert' });
    await story.minutes(2);
    const [node] = await story.account.nodes('render');
    await story.account.call('POST', `/pools/render/nodes/${node?.id}/start`);
    await story.minutes(6);
    expect(await story.acts()).toMatchObject([{ action: 'deallocate', node: node?.id }]);
  });

  it('is respected the other way, too: a node that was stopped stays off, and others are started', async () => {
    await story.account.createIdlePool('render', { dedicated: 3 });
    await story.schedule({ windows: [{ ...office, from: '00:00' }], outside: { min: 0 } });
    await story.policy({ schedules: ['hours'] });
    await story.minutes(2);
    const [first, second] = await story.account.nodes('render');
    for (const node of [first, second]) await story.account.deallocate('render', node?.id ?? '');
    await story.minutes(8);
    expect(await states()).toEqual({ idle: 1, deallocated: 2 });
    expect(await story.acts()).toEqual([]);
  });

  it('is not what we did ourselves, also after a crash', async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    await story.atMost(0);
    await story.minutes(3);
    await story.atMost(2);
    await story.schedule({ outside: { min: 2 } });
    await story.minutes(8);
    expect(await states()).toEqual({ idle: 2 });
    expect((await story.audit()).filter(({ action }) => action.startsWith('node.manual'))).toEqual([]);
    const [node] = await story.account.nodes('render');
    await story.crash([{ node: node?.id ?? '', action: 'deallocate' }]);
    await story.account.deallocate('render', node?.id ?? '');
    await story.minutes(10);
    expect(await states()).toEqual({ idle: 2 });
    expect((await story.audit()).filter(({ action }) => action.startsWith('node.manual'))).toEqual([]);
  });
});

describe('the first enforcement on a pool', () => {
  it('acts on a share, and on the others when these have been seen off', async () => {
    await story.account.createIdlePool('render', { dedicated: 20 });
    await story.atMost(0, { canary: { share: '10%' } });
    await story.minutes(1);
    expect(await story.acts()).toHaveLength(2);
    expect((await story.state()).lastPlan?.left).toMatchObject([{ rule: 'canary', nodes: 18 }]);
    await story.minutes(3);
    expect(await story.acts()).toHaveLength(20);
    await story.atMost(20);
    await story.schedule({ outside: { min: 20 } });
    await story.minutes(8);
    await story.atMost(0, { canary: { share: '10%' } });
    await story.minutes(1);
    expect((await story.acts()).filter(({ action }) => action === 'deallocate')).toHaveLength(40);
  });

  it('acts on a share again when the pool was deleted and created again', async () => {
    await story.account.createIdlePool('render', { dedicated: 20 });
    await story.atMost(0, { canary: { share: '10%' } });
    await story.minutes(4);
    expect(await story.acts()).toHaveLength(20);
    await story.account.call('DELETE', `${story.account.resourceId}/pools/render`);
    await story.account.advance('PT10M');
    await story.account.createIdlePool('render', { dedicated: 20 });
    await story.minutes(1);
    expect(await story.acts()).toHaveLength(22);
    expect((await story.state()).lastPlan?.left).toMatchObject([{ rule: 'canary', nodes: 18 }]);
    await story.minutes(3);
    expect(await story.acts()).toHaveLength(40);
  });

  it('acts on a share also when the pool was created again while its message was in the queue', async () => {
    await story.account.createIdlePool('render', { dedicated: 20 });
    await story.atMost(0, { canary: { share: '10%' } });
    await story.minutes(4);
    await story.atMost(0, { canary: { share: '10%' }, budget: { deallocate: 20 } });
    const request = await story.requestFor();
    await story.account.call('DELETE', `${story.account.resourceId}/pools/render`);
    await story.account.advance('PT5M');
    await story.account.createIdlePool('render', { dedicated: 20 });
    await evaluatePool(story.ports, request);
    expect(await story.acts()).toHaveLength(22);
    await story.minutes(4);
    expect(await story.acts()).toHaveLength(40);
  });

  it('acts on all of them where their number was confirmed', async () => {
    await story.account.createIdlePool('render', { dedicated: 20 });
    await story.atMost(0, { canary: { share: '10%', confirmed: 19 } });
    await story.minutes(1);
    expect(await story.acts()).toHaveLength(2);
    await story.begin(EXACT);
    await story.account.createIdlePool('render', { dedicated: 20 });
    await story.atMost(0, { canary: { share: '10%', confirmed: 20 } });
    await story.minutes(1);
    expect(await story.acts()).toHaveLength(20);
  });
});

describe('a drain', () => {
  async function busyPool(sleep: number): Promise<void> {
    await story.account.createIdlePool('render', { dedicated: 2 });
    await story.account.createJob('frames', 'render');
    await story.account.addTasks('frames', ['a', 'b', 'c', 'd'], sleep);
    await story.account.advance('PT10S');
  }

  it('is made only where the policy has a word for it', async () => {
    await busyPool(600);
    await story.atMost(0);
    await story.minutes(3);
    expect(await story.acts()).toEqual([]);
  });

  it('lets running tasks finish and takes no new ones', async () => {
    await busyPool(600);
    await story.atMost(0, { drain: { deadline: 'PT5M' } });
    await story.minutes(30);
    expect(await states()).toEqual({ deallocated: 2 });
    expect((await story.acts()).map(({ body }) => body)).toEqual([
      { nodeDeallocateOption: 'taskcompletion' },
      { nodeDeallocateOption: 'taskcompletion' },
    ]);
    const counts = await story.account.call<{ taskCounts: object }>('GET', '/jobs/frames/taskcounts');
    expect(counts.body.taskCounts).toMatchObject({ active: 2, running: 0, completed: 2, succeeded: 2 });
  });

  it.each([
    ['requeue', { active: 4, completed: 0 }],
    ['terminate', { active: 2, completed: 2, failed: 2 }],
  ] as const)(
    'ends tasks by %s after its deadline where the policy says so, and the node shows running',
    async (afterDeadline, expected) => {
      const knobs: Partial<Knobs> = { drainingState: 'running' };
      await story.begin({ ...EXACT, knobs });
      await busyPool(36_000);
      await story.atMost(0, { drain: { deadline: 'PT5M', afterDeadline } });
      await story.minutes(10);
      expect(await states()).toEqual({ deallocated: 2 });
      const counts = await story.account.call<{ taskCounts: object }>('GET', '/jobs/frames/taskcounts');
      expect(counts.body.taskCounts).toMatchObject(expected);
      expect((await story.acts()).map(({ body }) => body)).toContainEqual({ nodeDeallocateOption: afterDeadline });
    },
  );
});

describe('budgets per hour', () => {
  it('hold back what is beyond them until the hour is over', async () => {
    await story.account.createIdlePool('render', { dedicated: 6 });
    await story.atMost(0, { budget: { deallocatePerHour: 4 } });
    await story.minutes(50);
    expect(await story.acts()).toHaveLength(4);
    await story.minutes(12);
    expect(await story.acts()).toHaveLength(6);
  });
});

describe('budgets, where a request is late on its way', () => {
  /** A process whose first request to act arrives so late. */
  async function ticksWithLateAct(late: string): Promise<void> {
    const gateway = await Gateway.to(story.account.url);
    let isFirst = true;
    gateway.onPassing = async ({ path }) => {
      if (!isFirst || !path.endsWith('/deallocate')) return;
      isFirst = false;
      await story.account.advance(late);
    };
    await story.tick(story.through(gateway));
    await gateway.close();
  }

  it('count it in the hour from when it arrived', async () => {
    await story.account.createIdlePool('render', { dedicated: 3 });
    await story.atMost(0, { budget: { deallocatePerHour: 1 } });
    await story.account.advance('PT1M');
    await ticksWithLateAct('PT2M');
    await story.minutes(62);
    const [first, second] = (await story.acts()).map(({ at }) => at);
    if (first === undefined || second === undefined) throw new Error('Two acts are expected.');
    expect(first.until(second).total('minutes')).toBeGreaterThanOrEqual(60);
  });

  it('leave the next evaluation its own, if it arrived after the end of its minute', async () => {
    await story.account.createIdlePool('render', { dedicated: 3 });
    await story.atMost(0, { budget: { deallocate: 1 } });
    const { epochMilliseconds } = await story.system.now();
    await story.account.advance(`PT${58 + 60 - (Math.floor(epochMilliseconds / 1000) % 60)}S`);
    await ticksWithLateAct('PT5S');
    expect(await story.acts()).toHaveLength(1);
    await story.account.advance('PT20S');
    await story.tick();
    expect(await story.acts()).toHaveLength(2);
    await story.account.advance('PT20S');
    await story.tick();
    expect(await story.acts()).toHaveLength(2);
  });
});

describe('protection', () => {
  it('goes by id, by age and by state', async () => {
    await story.account.createIdlePool('render', { dedicated: 4 });
    const [first] = await story.account.nodes('render');
    await story.atMost(0, { protect: { nodes: [`${first?.id.slice(0, 20)}*`], youngerThan: 'PT20M' } });
    await story.minutes(5);
    expect(await story.acts()).toEqual([]);
    await story.minutes(20);
    expect((await story.acts()).map(({ node }) => node)).not.toContain(first?.id);
    expect(await states()).toEqual({ idle: 1, deallocated: 3 });
  });
});

describe('the cool-down', () => {
  it('keeps idle timeouts from undoing a start', async () => {
    await deallocatedPool(1);
    await story.policy({ demand: {}, idle: { timeout: 'PT1M' }, coolDown: 'PT30M' });
    await story.account.createJob('frames', 'render');
    await story.account.addTasks('frames', ['one'], 30);
    await story.minutes(29);
    expect(await states()).toEqual({ idle: 1 });
    await story.minutes(4);
    expect(await states()).toEqual({ deallocated: 1 });
  });
});

describe('the lead time', () => {
  it('is learned from the starts of the pool, so that nodes are ready at the edge, and the audit log scores them', async () => {
    await story.begin(EXACT);
    await deallocatedPool(4);
    await story.account.control('PUT', 'latencies', { start: { median: 'PT12M', sigma: 0 } });
    const window = { name: 'work', days: WEEK, from: '14:00', to: '15:00', capacity: { min: 4 } };
    const again = { ...window, name: 'again', from: '16:00', to: '17:00' };
    const third = { ...window, name: 'third', from: '18:00', to: '19:00' };
    await story.schedule({ windows: [window, again, third], outside: { min: 0, max: 0 } });
    await story.policy({ schedules: ['hours'], lead: { initial: 'PT6M', margin: 'PT1M', learn: true } });
    await story.minutes(7 * 60);
    const scores = (await story.audit()).filter(({ action }) => action.startsWith('capacity.'));
    expect(scores.map(({ action }) => action)).toEqual([
      'capacity.late',
      'capacity.caught-up',
      'capacity.late',
      'capacity.caught-up',
      'capacity.on-time',
    ]);
    expect(scores.at(-1)).toMatchObject({ reason: '4 had to be ready (window "third" of hours), 4 were' });
    const lastStarts = (await story.acts()).filter(({ action }) => action === 'start').slice(-4);
    for (const start of lastStarts) expect(start.at.toString()).toBe('2026-03-02T17:46:00Z');
  });
});
