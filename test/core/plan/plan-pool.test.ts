import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { PlanInput } from '../../../src/core/plan/input/plan-input.ts';
import { planPool } from '../../../src/core/plan/plan-pool.ts';
import {
  aCapacity,
  aDeallocatedNode,
  aNode,
  anAmount,
  anIdleNode,
  aPolicy,
  aPool,
  aSchedule,
  aTimeline,
  aWindow,
  minutes,
  minutesBefore,
  NO_BUDGET,
  NOON,
  NOTHING_ELSE,
} from '../../support/builders.ts';

const OPEN = aSchedule({ windows: [aWindow('MON-FRI 08:00-18:00', aCapacity(2))], outside: aCapacity(0, 0) });
const CLOSED = aSchedule({ windows: [aWindow('MON-FRI 18:00-20:00', aCapacity(2))], outside: aCapacity(0, 0) });
const OPENS_AT_12_06 = aSchedule({ windows: [aWindow('MON 12:06-20:00', aCapacity(2))], outside: aCapacity(0, 0) });

function decide(input: Partial<PlanInput> & { readonly schedule?: ReturnType<typeof aSchedule> }) {
  const timelines = input.schedule === undefined ? [] : [aTimeline(input.schedule)];
  return planPool({ ...NOTHING_ELSE, pool: aPool(), policy: aPolicy(), timelines, now: NOON, ...input });
}

/** What is done, as `deallocate node-1`. */
function acts(plan: ReturnType<typeof planPool>): readonly string[] {
  return plan.decisions.filter(({ action }) => action !== 'none').map(({ action, nodeId }) => `${action} ${nodeId}`);
}

function reasonFor(nodeId: string, plan: ReturnType<typeof planPool>): string | undefined {
  return plan.decisions.find((decision) => decision.nodeId === nodeId)?.reason;
}

describe('planPool by the idle timeout', () => {
  it('deallocates a node idle for longer than the timeout', () => {
    const pool = aPool({ nodes: [anIdleNode('node-1', 31)] });
    expect(decide({ pool }).decisions).toEqual([
      {
        nodeId: 'node-1',
        action: 'deallocate',
        rule: 'idle',
        reason: 'idle for 31 min, since 2026-03-02T11:29:00Z; the idle timeout is 20 min',
      },
    ]);
  });

  it('leaves a node that is idle between two tasks', () => {
    const plan = decide({ pool: aPool({ nodes: [anIdleNode('node-1', 19)] }) });
    expect(plan.decisions).toEqual([
      { nodeId: 'node-1', action: 'none', rule: 'idle', reason: 'idle for 19 min, within the idle timeout' },
    ]);
  });

  it('keeps as many idle nodes as the policy says, those idle for the shortest time', () => {
    const nodes = [anIdleNode('a', 30), anIdleNode('b', 50), anIdleNode('c', 40)];
    const plan = decide({ pool: aPool({ nodes }), policy: aPolicy({ idle: { timeout: minutes(20), keep: 1 } }) });
    expect(acts(plan)).toEqual(['deallocate b', 'deallocate c']);
    expect(reasonFor('a', plan)).toBe('idle for 30 min; kept: 1 idle node stays, and 0 must be ready (no schedule)');
  });

  it('does not go below the minimum of an open window', () => {
    const nodes = [anIdleNode('a', 30), anIdleNode('b', 30), aNode({ id: 'c', state: 'running', runningTasks: 1 })];
    const plan = decide({ pool: aPool({ nodes }), schedule: OPEN });
    expect(acts(plan)).toEqual(['deallocate a']);
  });

  it.each(['idle', 'running'] as const)('does not count on a node that was asked to go and still shows %s', (state) => {
    const draining = aNode({
      id: 'c',
      state,
      stateSince: NOON.subtract(minutes(3)),
      askedToGo: NOON.subtract(minutes(1)),
    });
    const nodes = [anIdleNode('a', 30), anIdleNode('b', 30), draining];
    const plan = decide({ pool: aPool({ nodes }), schedule: OPEN });
    expect(acts(plan)).toEqual([]);
    expect(reasonFor('c', plan)).toBe(`${state}; asked to deallocate at 2026-03-02T11:59:00Z, on its way`);
  });

  it('asks an idle node anew that has shown no sign of going for two minutes', () => {
    const unheard = { ...anIdleNode('a', 60), askedToGo: NOON.subtract(minutes(2)) };
    expect(acts(decide({ pool: aPool({ nodes: [unheard] }), schedule: CLOSED }))).toEqual(['deallocate a']);
  });

  it('does not count nodes that are still starting to the minimum it keeps', () => {
    const nodes = [anIdleNode('a', 30), anIdleNode('b', 30), aNode({ id: 'c', state: 'starting' })];
    expect(acts(decide({ pool: aPool({ nodes }), schedule: OPEN }))).toEqual([]);
  });

  it('does nothing without an idle policy', () => {
    const plan = decide({ pool: aPool({ nodes: [anIdleNode('a', 500)] }), policy: aPolicy({ idle: undefined }) });
    expect(acts(plan)).toEqual([]);
  });
});

describe('planPool by schedule', () => {
  it('deallocates idle nodes above the maximum at once, also those kept by the idle policy', () => {
    const nodes = [anIdleNode('a', 1), anIdleNode('b', 2)];
    const policy = aPolicy({ idle: { timeout: minutes(20), keep: 1 } });
    const plan = decide({ pool: aPool({ nodes }), policy, schedule: CLOSED });
    expect(acts(plan)).toEqual(['deallocate a', 'deallocate b']);
    expect(reasonFor('a', plan)).toBe('at most 0 may be allocated (outside the windows of office-hours), 2 are');
  });

  it('leaves a running node when the window has closed', () => {
    const plan = decide({ pool: aPool({ nodes: [aNode({ state: 'running', runningTasks: 2 })] }), schedule: CLOSED });
    expect(plan.decisions).toMatchObject([{ action: 'none', reason: 'running, tasks: 2' }]);
  });

  it('starts what the minimum lacks, the longest deallocated first', () => {
    const nodes = [aDeallocatedNode('a', 10), aDeallocatedNode('b', 90), aDeallocatedNode('c', 50)];
    const plan = decide({ pool: aPool({ nodes }), schedule: OPEN });
    expect(acts(plan)).toEqual(['start b', 'start c']);
    expect(reasonFor('b', plan)).toBe(
      '2 must be ready (window "MON-FRI 08:00-18:00" of office-hours); 0 ready, 0 on the way',
    );
  });

  it('starts nothing in place of nodes on their way', () => {
    const nodes = [
      aNode({ id: 'a', state: 'starting' }),
      aNode({ id: 'b', state: 'waitingforstarttask' }),
      aDeallocatedNode('c'),
    ];
    expect(acts(decide({ pool: aPool({ nodes }), schedule: OPEN }))).toEqual([]);
  });

  it('starts others in place of a node that does not get ready', () => {
    const stuck = aNode({ id: 'a', state: 'starting', stateSince: NOON.subtract({ minutes: 31 }) });
    const plan = decide({ pool: aPool({ nodes: [stuck, anIdleNode('b', 1), aDeallocatedNode('c')] }), schedule: OPEN });
    expect(acts(plan)).toEqual(['start c']);
    expect(reasonFor('a', plan)).toBe('starting for 31 min, overdue: others are started in its place');
  });

  it('starts ahead of a window by the lead time and a tick', () => {
    const pool = aPool({ nodes: [aDeallocatedNode('a'), aDeallocatedNode('b')] });
    const policyWith = (lead: number) =>
      aPolicy({ lead: { ...aPolicy().lead, initial: minutes(lead), margin: minutes(1) } });
    expect(acts(decide({ pool, schedule: OPENS_AT_12_06, policy: policyWith(4) }))).toEqual(['start a', 'start b']);
    expect(acts(decide({ pool, schedule: OPENS_AT_12_06, policy: policyWith(3) }))).toEqual([]);
    expect(reasonFor('a', decide({ pool, schedule: OPENS_AT_12_06, policy: policyWith(4) }))).toContain(
      '2 must be ready at 2026-03-02T12:06:00Z (window "MON 12:06-20:00" of office-hours), lead time 5 min',
    );
  });

  it('does not deallocate what a window within the lead time needs', () => {
    const pool = aPool({ nodes: [anIdleNode('a', 60), anIdleNode('b', 60), anIdleNode('c', 60)] });
    expect(acts(decide({ pool, schedule: OPENS_AT_12_06 }))).toEqual(['deallocate a']);
  });
});

describe('planPool within the budgets', () => {
  const idle = ['a', 'b', 'c', 'd', 'e'].map((id, index) => anIdleNode(id, 30 + index));

  it.each([
    [anAmount(2), ['deallocate d', 'deallocate e']],
    // 25 % of 5 nodes is 2 nodes
    [anAmount('25%'), ['deallocate d', 'deallocate e']],
    [anAmount(0), []],
  ])('deallocates at most %j, the longest idle first', (deallocate, expected) => {
    const plan = decide({
      pool: aPool({ nodes: idle }),
      policy: aPolicy({ budget: { ...NO_BUDGET, deallocate } }),
    });
    expect(acts(plan)).toEqual(expected);
    expect(plan.resumes).toEqual([NOON]);
    expect(plan.decisions.find(({ nodeId }) => nodeId === 'a')).toMatchObject({ rule: 'budget', action: 'none' });
  });

  it('starts at most as many as the budget says', () => {
    const policy = aPolicy({ budget: { ...NO_BUDGET, start: anAmount(1) } });
    const pool = aPool({ nodes: [aDeallocatedNode('a', 5), aDeallocatedNode('b', 9)] });
    const plan = decide({ pool, policy, schedule: OPEN });
    expect(acts(plan)).toEqual(['start b']);
    expect(reasonFor('a', plan)).toMatch(/^to start later, the budget is 1 an evaluation: 2 must be ready/);
  });

  it('spends the budget on what the schedule asks before what has timed out', () => {
    const atMostFour = aSchedule({ outside: aCapacity(0, 4) });
    const policy = aPolicy({ budget: { ...NO_BUDGET, deallocate: anAmount(1) } });
    const plan = decide({ pool: aPool({ nodes: idle }), policy, schedule: atMostFour });
    expect(plan.decisions.filter(({ action }) => action !== 'none')).toMatchObject([{ nodeId: 'e', rule: 'schedule' }]);
  });
});

describe('planPool leaves alone', () => {
  it.each([
    ['a pool with an autoscale formula', { autoScale: true }, 'the pool has an autoscale formula'],
    ['a pool that may have one', { autoScale: undefined }, 'it is not known whether the pool has an autoscale formula'],
    ['a pool being resized', { allocationState: 'resizing' }, 'the pool is being resized'],
    ['a pool that stops a resize', { allocationState: 'stopping' }, 'the pool is stopping a resize'],
    [
      'a pool in an unknown allocation state',
      { allocationState: 'unknown' },
      'it is not known whether the pool is being',
    ],
    ['a pool being deleted', { state: 'deleting' }, 'the pool is being deleted'],
    ['a pool in an unknown state', { state: 'unknown' }, 'the pool is in an unknown state'],
    [
      'a pool of cloud services',
      { virtualMachineConfiguration: false },
      'the pool has no virtual machine configuration',
    ],
  ] as const)('%s', (_, facts, reason) => {
    const pool = aPool({ facts, nodes: [anIdleNode('a', 500), aDeallocatedNode('b')] });
    const plan = decide({ pool, schedule: OPEN });
    expect(plan.decisions).toEqual(
      ['a', 'b'].map((nodeId) => ({ nodeId, action: 'none', rule: 'pool', reason: expect.stringContaining(reason) })),
    );
  });

  it.each([
    ['a Spot node', { dedicated: false }, 'a Spot node'],
    ['a node that may be a Spot node', { dedicated: undefined }, 'perhaps a Spot node: it is not known'],
    ['a node idle since nobody knows when', { stateSince: undefined }, 'idle, but it is not known since when'],
    [
      'a node idle since a moment to come',
      { stateSince: NOON.add({ seconds: 3 }) },
      'idle since a moment that is still to come: the clocks differ',
    ],
    [
      'a node taken out by hand',
      { schedulingEnabled: false },
      'idle with scheduling disabled: somebody has taken it out of service',
    ],
    ['a node that contradicts itself', { runningTasks: 1 }, 'idle, yet it reports 1 running tasks'],
    ['an unusable node', { state: 'unusable' }, 'unusable: only idle nodes are deallocated and only deallocated'],
    ['a node that was lost', { state: 'unknown' }, 'unknown: only idle nodes are deallocated'],
    ['a node under an OS upgrade', { state: 'upgradingos' }, 'upgradingos, on its way to ready'],
    ['an offline node', { state: 'offline' }, 'offline: only idle nodes are deallocated'],
    ['a node that is going off', { state: 'deallocating' }, 'deallocating, on its way'],
  ] as const)('%s', (_, overrides, reason) => {
    const plan = decide({
      pool: aPool({ nodes: [aNode({ id: 'a', stateSince: minutesBefore(NOON, 25), ...overrides })] }),
      schedule: CLOSED,
    });
    expect(plan.decisions).toMatchObject([{ action: 'none', reason: expect.stringContaining(reason) }]);
  });

  it('says since when the plan is made', () => {
    expect(decide({ now: Temporal.Instant.from('2026-03-03T00:00:00Z') }).at.toString()).toBe('2026-03-03T00:00:00Z');
  });
});

describe('planPool after an act by hand', () => {
  const manual = {
    nodeId: 'node-1',
    action: 'deallocate',
    noticed: minutesBefore(NOON, 10),
    until: NOON.add({ hours: 8 }),
    by: 'anna',
  } as const;
  const memory = { ...NOTHING_ELSE.memory, manual: [manual] };
  const pool = aPool({ nodes: [aDeallocatedNode('node-1')] });
  const saidAt = (ago: number) => ({
    ...{
      account: 'demo',
      poolId: 'render',
      leaveAlone: false,
      on: [],
      off: [],
      note: '',
      actor: 'ben',
      until: NOON.add({ hours: 1 }),
    },
    capacity: aCapacity('100%'),
    from: minutesBefore(NOON, ago),
  });

  it('leaves its node as it is whatever the schedule asks', () => {
    expect(acts(decide({ pool, memory, schedule: OPEN }))).toEqual([]);
  });

  it('follows an override that was said later, and not one that was said before', () => {
    expect(acts(decide({ pool, memory, override: saidAt(5) }))).toEqual(['start node-1']);
    expect(acts(decide({ pool, memory, override: saidAt(15) }))).toEqual([]);
  });
});
