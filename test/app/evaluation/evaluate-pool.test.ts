import { beforeEach, describe, expect, it } from 'vitest';
import { evaluatePool } from '../../../src/app/evaluation/evaluate-pool.ts';
import { minutes, NOON } from '../../support/builders.ts';
import { Gateway } from '../support/gateway.ts';
import { RENDER, Story } from '../support/story.ts';

const story = Story.forEachTest();

/** The nodes of the pool `render` by state, such as `{ idle: 2 }`. */
async function states(pool = 'render'): Promise<Readonly<Record<string, number>>> {
  const groups = Map.groupBy(await story.account.states(pool), (state) => state);
  return Object.fromEntries([...groups].map(([state, nodes]) => [state, nodes.length]));
}

/** A pool whose nodes are deallocated: at 12:05. */
async function deallocatedPool(dedicated: number): Promise<void> {
  for (const { id } of await story.account.createIdlePool('render', { dedicated }))
    await story.account.deallocate('render', id);
  await story.account.advance('PT1M');
}

const WEEK = ['MON-SUN'];

describe('above the maximum of its schedule', () => {
  it('a pool lets the longest idle nodes go, whatever the idle timeout', async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    const [first, second] = await story.account.nodes('render');
    await story.account.createJob('work', 'render');
    await story.account.addTasks('work', ['short'], 60);
    await story.account.advance('PT2M');
    const [kept] = (await story.account.nodes('render')).filter(({ totalTasksRun }) => totalTasksRun > 0);
    await story.atMost(1, { idle: { timeout: 'PT24H' } });
    await story.tick();
    expect((await story.acts()).map(({ action, node }) => [action, node])).toEqual([
      ['deallocate', [first, second].find((node) => node?.id !== kept?.id)?.id],
    ]);
    expect(await states()).toEqual({ idle: 1, deallocating: 1 });
  });

  it('a pool asks for a deallocation that lets running tasks finish', async () => {
    await story.account.createIdlePool('render');
    await story.atMost(0);
    await story.tick();
    expect(await story.acts()).toMatchObject([{ status: 202, body: { nodeDeallocateOption: 'taskcompletion' } }]);
  });

  it('a node that runs a task stays until the task is done', async () => {
    await story.account.createIdlePool('render');
    await story.account.createJob('work', 'render');
    await story.account.addTasks('work', ['t1'], 10 * 60);
    await story.atMost(0);
    await story.minutes(9);
    expect(await story.acts()).toEqual([]);
    await story.minutes(1);
    expect(await story.account.tasks('work')).toEqual(['t1 completed']);
    expect(await states()).toEqual({ deallocating: 1 });
  });

  it('a pool keeps the nodes that an open window asks for', async () => {
    await story.account.createIdlePool('render', { dedicated: 3 });
    await story.schedule({
      windows: [{ name: 'noon', days: WEEK, from: '12:00', to: '13:00', capacity: { min: 2 } }],
      outside: { min: 0, max: 0 },
    });
    await story.policy({ schedules: ['hours'], idle: { timeout: 'PT1M' } });
    await story.minutes(3);
    expect(await states()).toEqual({ idle: 2, deallocated: 1 });
    await story.account.advance('PT52M');
    await story.minutes(1);
    expect(await states()).toEqual({ deallocated: 1, deallocating: 2 });
  });
});

describe('after the idle timeout', () => {
  it('a node goes, and not a minute before', async () => {
    await story.account.createIdlePool('render');
    await story.policy({ idle: { timeout: 'PT20M', keep: 0 } });
    await story.minutes(19);
    expect(await story.acts()).toEqual([]);
    await story.minutes(1);
    expect(await story.acts()).toMatchObject([{ action: 'deallocate', at: NOON.add({ minutes: 24 }) }]);
  });

  it('the nodes to keep stay', async () => {
    await story.account.createIdlePool('render', { dedicated: 4 });
    await story.policy({ idle: { timeout: 'PT1M', keep: 3 } });
    await story.minutes(5);
    expect(await states()).toEqual({ idle: 3, deallocated: 1 });
    expect(await story.acts()).toHaveLength(1);
  });

  it('a node begins to wait anew after each task', async () => {
    await story.account.createIdlePool('render');
    await story.policy({ idle: { timeout: 'PT10M' } });
    await story.account.createJob('work', 'render');
    await story.account.advance('PT9M');
    await story.account.addTasks('work', ['t1'], 60);
    await story.minutes(10);
    expect(await story.acts()).toEqual([]);
    await story.minutes(1);
    expect(await story.acts()).toHaveLength(1);
  });
});

describe('a span of a policy', () => {
  it.each([
    ['idle timeout', { idle: { timeout: 'P1D' } }],
    ['lead time', { lead: { initial: 'P1D' } }],
    ['margin', { lead: { margin: 'P1D' } }],
  ])('may be said in days: the %s', async (_, policy) => {
    await story.account.createIdlePool('render');
    await story.policy(policy);
    expect((await story.tick()).reports).toMatchObject([{ kind: 'evaluated' }]);
  });
});

describe('ahead of a window', () => {
  const window = { name: 'work', days: WEEK, from: '12:30', to: '18:00', capacity: { min: 2 } };

  beforeEach(async () => {
    await deallocatedPool(3);
    await story.schedule({ windows: [window], outside: { min: 0 } });
  });

  it('nodes are started by the lead time, so that they are ready at the edge', async () => {
    await story.policy({ schedules: ['hours'], lead: { initial: 'PT3M' } });
    await story.minutes(20);
    expect(await story.acts()).toEqual([]);
    await story.minutes(1);
    expect(await story.acts()).toMatchObject([{ action: 'start', at: NOON.add({ minutes: 26 }) }, { action: 'start' }]);
    await story.minutes(4);
    expect(await story.system.now()).toEqual(NOON.add({ minutes: 30 }));
    expect(await states()).toEqual({ idle: 2, deallocated: 1 });
    expect(await story.acts()).toHaveLength(2);
  });

  it('a margin makes them start earlier', async () => {
    await story.policy({ schedules: ['hours'], lead: { initial: 'PT3M', margin: 'PT2M' } });
    await story.minutes(18);
    expect(await story.acts()).toEqual([]);
    await story.minutes(1);
    expect(await story.acts()).toHaveLength(2);
  });

  it('nodes that are started stay although the window is not open yet', async () => {
    await story.schedule({ windows: [window], outside: { min: 0, max: 0 } });
    await story.policy({ schedules: ['hours'], lead: { initial: 'PT15M' }, idle: { timeout: 'PT1M' } });
    await story.minutes(25);
    expect(await states()).toEqual({ idle: 2, deallocated: 1 });
    expect((await story.acts()).map(({ action }) => action)).toEqual(['start', 'start']);
  });

  it('a node that does not come is replaced once a start takes too long', async () => {
    const slow = { start: { median: 'PT2H', sigma: 0 } };
    await story.account.control('PUT', 'latencies', slow);
    await story.policy({ schedules: ['hours'], lead: { initial: 'PT3M' } });
    await story.minutes(51);
    expect(await story.acts()).toHaveLength(2);
    // Half an hour without a sign is a failed start; the next one waits for the back-off of five to six minutes.
    await story.minutes(8);
    const [first, second, ...next] = (await story.acts()).map(({ action, at }) => `${action} ${at}`);
    expect([first, second]).toEqual(['start 2026-03-02T12:26:00Z', 'start 2026-03-02T12:26:00Z']);
    expect(next).toHaveLength(1);
    expect(next[0]).toMatch(/^start 2026-03-02T13:0[1-4]:00Z$/);
  });
});

describe('a budget', () => {
  it('limits the deallocations of one evaluation, and the next goes on', async () => {
    await story.account.createIdlePool('render', { dedicated: 5 });
    await story.atMost(0, { budget: { deallocate: '40%' } });
    const counts: number[] = [];
    for (let minute = 0; minute < 4; minute += 1) {
      await story.minutes(1);
      counts.push((await story.acts()).length);
    }
    expect(counts).toEqual([2, 4, 5, 5]);
  });

  it('limits the starts of one evaluation', async () => {
    await deallocatedPool(5);
    await story.schedule({ outside: { min: 4 } });
    await story.policy({ schedules: ['hours'], budget: { start: 3, deallocate: 0 } });
    await story.minutes(1);
    expect(await states()).toEqual({ starting: 3, deallocated: 2 });
    await story.minutes(2);
    expect(await states()).toEqual({ starting: 4, deallocated: 1 });
  });
});

describe('a policy that only observes', () => {
  beforeEach(async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    await story.atMost(1, { mode: 'observe' });
  });

  it('acts on nothing, and records once what it would do', async () => {
    const [report] = (await story.tick()).reports;
    expect(report).toMatchObject({ kind: 'evaluated', plan: { mode: 'observe', acts: [{ action: 'deallocate' }] } });
    await story.minutes(3);
    await story.schedule({ outside: { min: 0, max: 1 }, description: 'so that the pool is evaluated again' });
    expect((await story.minutes(1)).reports).toMatchObject([{ plan: { acts: [{ action: 'deallocate' }] } }]);
    expect(await story.acts()).toEqual([]);
    expect(await story.audit()).toMatchObject([
      {
        action: 'plan.observed',
        phase: 'event',
        reason: '1 act would be done; the policy only observes',
        after: [{ action: 'deallocate', node: expect.stringMatching(/^tvmps_/) }],
      },
    ]);
  });

  it('records again when it would do something else', async () => {
    await story.tick();
    await story.atMost(0, { mode: 'observe' });
    await story.minutes(1);
    await story.atMost(2, { mode: 'observe' });
    await story.minutes(1);
    expect((await story.audit()).map(({ reason }) => reason)).toEqual([
      '1 act would be done; the policy only observes',
      '2 acts would be done; the policy only observes',
      'nothing would be done any more',
    ]);
  });

  it('acts as soon as it enforces', async () => {
    await story.tick();
    await story.atMost(1, { mode: 'enforce' });
    await story.minutes(1);
    expect(await story.recorded()).toEqual(['plan.observed event', 'deallocate intent', 'deallocate outcome accepted']);
  });
});

describe('the metadata of a pool', () => {
  const named = (value: string) => ({ properties: { metadata: [{ name: 'lamplighter.policy', value }] } });

  it('chooses its policy, before any pattern', async () => {
    await story.account.createIdlePool('render', named('special'));
    await story.policy();
    await story.schedule({ outside: { min: 0, max: 0 } });
    await story.policy({ id: 'special', pools: [], schedules: ['hours'] });
    expect((await story.tick()).reports).toMatchObject([{ plan: { policy: expect.stringMatching(/^special@/) } }]);
    expect(await states()).toEqual({ deallocating: 1 });
  });

  it('keeps it out with "none"', async () => {
    await story.account.createIdlePool('render', named('none'));
    await story.atMost(0);
    expect((await story.tick()).reports).toEqual([]);
    expect(await states()).toEqual({ idle: 1 });
    expect(await story.audit()).toEqual([]);
  });

  it('that names no policy there is leaves it alone, with the reason', async () => {
    await story.account.createIdlePool('render', named('missing'));
    await story.atMost(0);
    await story.tick();
    expect(await states()).toEqual({ idle: 1 });
    expect(await story.audit()).toMatchObject([
      {
        action: 'pool.left-alone',
        reason: expect.stringContaining('names the policy "missing", which does not exist'),
      },
    ]);
  });
});

describe('a pool in doubt', () => {
  beforeEach(async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    await story.atMost(0);
  });

  const doubts: readonly [string, string, () => Promise<void>][] = [
    [
      'that two policies name equally well',
      'the policies "other" and "render" name the pool equally well: make one narrower',
      () => story.policy({ id: 'other' }),
    ],
    [
      'whose policy is not JSON any more',
      'the policy "render" can\'t be read: $: not JSON',
      () => story.storeUnchecked('Policies', 'render', '{"id":"render"'),
    ],
    [
      'whose policy has something that nobody knows',
      'the policy "render" can\'t be read: $.shield: there is no such member',
      () => story.storeUnchecked('Policies', 'render', JSON.stringify({ id: 'render', pools: ['render'], shield: {} })),
    ],
    [
      'that an unreadable policy may name',
      'the policy "broken" can\'t be read',
      () => story.storeUnchecked('Policies', 'broken', 'not JSON'),
    ],
    [
      'whose schedule cannot be read',
      'the schedule "hours" can\'t be read: $.timeZone: an IANA time zone is expected',
      () => story.storeUnchecked('Schedules', 'hours', JSON.stringify({ id: 'hours', timeZone: '+01', windows: [] })),
    ],
    [
      'whose schedule does not exist',
      'the schedule "hours" of the policy "render" does not exist',
      () => story.ports.documents.delete('schedules', 'hours', 'any'),
    ],
  ];

  it.each(doubts)('%s is left alone, and that is recorded once', async (_, reason, bringAbout) => {
    await bringAbout();
    await story.minutes(2);
    const [node] = await story.account.nodes('render');
    await story.account.deallocate('render', node?.id ?? '');
    expect((await story.minutes(1)).reports).toMatchObject([{ plan: { leftAlone: expect.stringContaining(reason) } }]);
    expect(await story.acts()).toEqual([]);
    expect(await story.audit()).toMatchObject([
      { action: 'pool.left-alone', phase: 'event', reason: expect.stringContaining(reason) },
    ]);
  });

  it('is taken up again when the doubt is over', async () => {
    await story.policy({ id: 'other' });
    await story.minutes(1);
    await story.ports.documents.delete('policies', 'other', 'any');
    await story.minutes(1);
    expect((await story.recorded()).slice(0, 3)).toEqual([
      'pool.left-alone event',
      'pool.taken-up event',
      'deallocate intent',
    ]);
    expect(await states()).toEqual({ deallocating: 2 });
  });
});

describe('a pool that is left alone whatever its policy says', () => {
  it('is one with an autoscale formula', async () => {
    const scaleSettings = { autoScale: { formula: '$TargetDedicatedNodes=1' } };
    await story.account.createPool('render', { properties: { scaleSettings } });
    await story.account.advance('PT4M');
    await story.schedule({ outside: { min: 1 } });
    await story.policy({ schedules: ['hours'] });
    await story.tick();
    expect((await story.audit()).map(({ reason }) => reason)).toEqual([
      'the pool has an autoscale formula, which sets the number of nodes itself',
    ]);
  });

  it('is one that is being resized, until it is steady', async () => {
    const create = { median: minutes(5), sigma: 0.5 };
    // With this seed some of the nodes are there before the pool says that it is steady.
    await story.begin({ seed: 3, latencies: { create, start: { median: minutes(1), sigma: 0 } } });
    await story.account.createPool('render', { dedicated: 12 });
    await story.atMost(0);
    await story.account.advance('PT7M');
    expect((await states())['idle'] ?? 0).toBeGreaterThan(0);
    expect((await story.tick()).reports).toMatchObject([
      { plan: { leftAlone: 'the pool is being resized', acts: [] } },
    ]);
    expect(await story.acts()).toEqual([]);
    await story.account.advance('PT2H');
    await story.tick();
    expect(await story.acts()).toHaveLength(12);
  });

  it('is one that is being deleted', async () => {
    await story.account.createIdlePool('render');
    await story.atMost(0);
    await story.account.call('DELETE', `${story.account.resourceId}/pools/render`);
    expect((await story.tick()).reports).toMatchObject([{ plan: { leftAlone: 'the pool is being deleted' } }]);
    expect(await story.acts()).toEqual([]);
  });

  it('is one without a virtual machine configuration', async () => {
    const deploymentConfiguration = { cloudServiceConfiguration: { osFamily: '6' } };
    await story.account.createIdlePool('render', { properties: { deploymentConfiguration } });
    await story.atMost(0);
    await story.tick();
    expect(await story.acts()).toEqual([]);
    expect((await story.audit()).map(({ reason }) => reason)).toEqual([
      'the pool has no virtual machine configuration, so its nodes cannot be deallocated',
    ]);
  });
});

describe('a Spot node', () => {
  it('is deallocated when its task has ended, if the policy lets Spot nodes take part', async () => {
    await story.account.createIdlePool('render', { dedicated: 0, lowPriority: 1 });
    await story.account.createJob('work', 'render');
    await story.account.addTasks('work', ['long'], 600);
    await story.account.advance('PT1M');
    await story.policy({ idle: { timeout: 'PT5M' }, protect: { spot: false } });
    await story.minutes(5);
    expect(await story.acts()).toEqual([]);
    await story.minutes(15);
    expect((await story.acts()).map(({ action }) => action)).toEqual(['deallocate']);
  });

  it('is neither deallocated nor counted', async () => {
    await story.account.createIdlePool('render', { dedicated: 2, lowPriority: 3 });
    await story.atMost(1, { idle: { timeout: 'PT1M' } });
    await story.minutes(2);
    const left = await story.account.nodes('render');
    expect(left.filter(({ isDedicated }) => !isDedicated).map(({ state }) => state)).toEqual(['idle', 'idle', 'idle']);
    expect(await story.acts()).toHaveLength(2);
    expect((await story.state()).lastPlan?.left).toContainEqual({
      rule: 'protection',
      nodes: 3,
      example: 'idle; a Spot node',
    });
  });
});

describe('an evaluation', () => {
  it('does nothing the second time, if nothing has changed', async () => {
    await story.account.createIdlePool('render', { dedicated: 3 });
    await story.atMost(1, { idle: { timeout: 'PT5M', keep: 1 } });
    await story.minutes(3);
    const [acts, records] = [await story.acts(), await story.audit()];
    expect(acts).toHaveLength(2);
    const again = { ...(await story.state()), fingerprint: 'seen differently, so that it is evaluated' };
    const fenced = await story.ports.poolStates.get(RENDER);
    await story.ports.poolStates.put(again, fenced?.tag);
    expect((await story.minutes(1)).reports).toMatchObject([{ kind: 'evaluated', plan: { acts: [] } }]);
    expect(await story.acts()).toEqual(acts);
    expect(await story.audit()).toEqual(records);
  });

  it('does nothing for a message that comes twice, or late', async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    await story.atMost(0, { budget: { deallocate: 1 } });
    const early = await story.requestFor();
    await story.account.advance('PT1M');
    const request = await story.requestFor();
    await evaluatePool(story.ports, request);
    const records = await story.audit();
    for (const late of [request, early]) {
      expect(await evaluatePool(story.system.compose(), late)).toEqual({
        kind: 'skipped',
        reason: 'its tick has been evaluated already',
      });
    }
    expect(await story.acts()).toHaveLength(1);
    expect(await story.audit()).toEqual(records);
  });

  it('is made after one by a clock that was a day ahead, and at once', async () => {
    await story.account.createIdlePool('render', { dedicated: 2 });
    await story.atMost(2);
    await story.minutes(1);
    const ahead = (await story.state()).tick.add({ hours: 24 });
    const fenced = await story.ports.poolStates.get(RENDER);
    const nextLook = ahead.add({ hours: 72 });
    await story.ports.poolStates.put({ ...(await story.state()), tick: ahead, nextLook }, fenced?.tag);
    const copy = { ...(await story.requestFor()), tick: ahead };
    expect(await evaluatePool(story.ports, copy)).toMatchObject({ kind: 'skipped' });
    expect((await story.minutes(1)).reports).toMatchObject([{ kind: 'evaluated' }]);
    expect(await story.state()).toMatchObject({ tick: await story.ports.clock.now() });
  });

  it('fails where Batch cannot be read, changes nothing, and is asked for again', async () => {
    await story.account.createIdlePool('render');
    await story.atMost(0);
    const request = await story.requestFor();
    const fault = { effect: 'refuse', code: 'ServerBusy', retryAfter: 0, times: 5, operation: 'Nodes_ListNodes' };
    await story.account.control('POST', 'faults', fault);
    await expect(evaluatePool(story.ports, request)).rejects.toMatchObject({ code: 'BatchUnavailable' });
    expect(await story.audit()).toEqual([]);
    await story.minutes(1);
    expect(await states()).toEqual({ deallocating: 1 });
  });

  it('reads the documents again before it acts', async () => {
    await story.account.createIdlePool('render-1');
    await story.account.createIdlePool('render-2');
    await story.atMost(0, { pools: ['render-*'] });
    const { requests } = await story.survey();
    const [first, second] = requests;
    if (first === undefined || second === undefined) throw new Error('Two pools are due.');
    await evaluatePool(story.ports, first);
    await story.atMost(0, { pools: ['render-*'], mode: 'observe' });
    expect(await evaluatePool(story.ports, second)).toMatchObject({ plan: { mode: 'observe' } });
    expect((await story.acts()).map(({ pool }) => pool)).toEqual([first.facts.poolId]);
  });

  it('lets no idle node go if the policy asks for work only since the jobs were counted', async () => {
    await story.account.createIdlePool('render');
    await story.policy({ idle: { timeout: 'PT1M' } });
    await story.account.advance('PT5M');
    const request = await story.requestFor();
    const documentsAt: typeof story.ports.documentsAt = async (tick) => {
      const documents = await story.ports.documentsAt(tick);
      await story.policy({ idle: { timeout: 'PT1M' }, demand: { startOnPending: true } });
      return documents;
    };
    expect(await evaluatePool({ ...story.ports, documentsAt }, request)).toMatchObject({
      plan: { acts: [], left: [{ example: expect.stringContaining('there may be more work than is known') }] },
    });
    expect(await story.acts()).toEqual([]);
    await story.minutes(1);
    expect(await states()).toEqual({ deallocating: 1 });
  });

  it('looks at the pool again before it acts', async () => {
    await story.account.createIdlePool('render');
    await story.atMost(0);
    const request = await story.requestFor();
    const gateway = await Gateway.to(story.account.url);
    gateway.onPassing = async ({ method, path }) => {
      if (method === 'GET' && path === '/pools/render')
        await story.account.call('DELETE', `${story.account.resourceId}/pools/render`);
    };
    expect(await evaluatePool(story.through(gateway), request)).toMatchObject({
      plan: { leftAlone: 'the pool is being deleted' },
    });
    await gateway.close();
    expect(await story.acts()).toEqual([]);
  });

  it('takes a pool that has gone since the tick for one that is being deleted', async () => {
    await story.account.createIdlePool('render');
    await story.atMost(0);
    const request = await story.requestFor();
    await story.account.call('DELETE', `${story.account.resourceId}/pools/render`);
    await story.account.advance('PT2M');
    expect(await evaluatePool(story.ports, request)).toMatchObject({
      kind: 'evaluated',
      plan: { leftAlone: 'the pool is being deleted', acts: [] },
    });
    expect(await story.acts()).toEqual([]);
  });
});
