import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { PlanInput } from '../../../src/core/plan/input/plan-input.ts';
import { nextLook } from '../../../src/core/plan/next-look.ts';
import { leaveAlone, planPool } from '../../../src/core/plan/plan-pool.ts';
import type { NodeSnapshot } from '../../../src/core/pool/snapshot.ts';
import { policy, pool, schedule } from '../../support/arbitraries.ts';
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
  NO_BUDGET,
  NOON,
  NOTHING_ELSE,
} from '../../support/builders.ts';

/** Open from 08:00 to 18:00, asking for nothing. */
const OFFICE = aSchedule({ windows: [aWindow('MON-FRI 08:00-18:00', aCapacity(0))] });
/** Open from 12:30 to 20:00. */
const AFTERNOON = aSchedule({ id: 'afternoon', windows: [aWindow('MON 12:30-20:00', aCapacity(0))] });
const OFF = aSchedule({ windows: [aWindow('MON-FRI 18:00-20:00', aCapacity(0))], outside: aCapacity(0, 0) });
const ON = aSchedule({ windows: [aWindow('MON-FRI 08:00-18:00', aCapacity(2))] });

const NO_IDLE = aPolicy({ idle: undefined });
/** Looks 6 minutes and a tick ahead. */
const OBSERVES = aPolicy({ mode: 'observe' });

interface Given extends Partial<Omit<PlanInput, 'now' | 'pool'>> {
  readonly schedules?: readonly ReturnType<typeof aSchedule>[];
  readonly nodes?: readonly NodeSnapshot[];
  readonly at?: string;
}

function inputOf({ schedules = [], nodes = [], at = '12:00', ...given }: Given): PlanInput {
  const now = Temporal.Instant.from(`2026-03-02T${at}Z`);
  const timelines = schedules.map((each) => aTimeline(each));
  return { ...NOTHING_ELSE, pool: aPool({ nodes }), policy: aPolicy(), timelines, now, ...given };
}

function look(given: Given): string | undefined {
  const input = inputOf(given);
  return nextLook(input, planPool(input))?.toString();
}

describe('nextLook', () => {
  it.each<readonly [string, Given, string | undefined]>([
    ['nothing at all', {}, undefined],
    [
      'nodes that time alone does not change',
      { nodes: [aNode({ state: 'running' }), aDeallocatedNode('b'), aNode({ id: 'c', state: 'unusable' })] },
      undefined,
    ],
    // edges: 7 minutes before they are reached, and then
    ['an edge that comes into sight', { schedules: [OFFICE] }, '2026-03-02T17:53:00Z'],
    ['an edge that comes into sight a moment later', { schedules: [OFFICE], at: '17:52:59' }, '2026-03-02T17:53:00Z'],
    ['an edge that is in sight', { schedules: [OFFICE], at: '17:53' }, '2026-03-02T18:00:00Z'],
    ['an edge that is reached', { schedules: [OFFICE], at: '18:00' }, '2026-03-03T07:53:00Z'],
    [
      'an edge after a weekend',
      {
        schedules: [OFFICE],
        at: '18:00',
        timelines: [aTimeline(aSchedule({ windows: [aWindow('MON 08:00-18:00', aCapacity(0))] }))],
      },
      '2026-03-09T07:53:00Z',
    ],
    ['the earlier edge of two schedules', { schedules: [OFFICE, AFTERNOON] }, '2026-03-02T12:23:00Z'],
    [
      'an edge before a longer lead time',
      {
        schedules: [OFFICE],
        policy: aPolicy({ lead: { ...aPolicy().lead, initial: minutes(60), margin: minutes(30) } }),
      },
      '2026-03-02T16:29:00Z',
    ],
    [
      'the end of what is laid out of a schedule that never changes',
      { schedules: [aSchedule()] },
      '2026-03-11T11:53:00Z',
    ],
    // the idle timeout of 20 minutes
    ['a node idle for 5 minutes', { nodes: [anIdleNode('a', 5)] }, '2026-03-02T12:15:00Z'],
    ['a node idle for a moment less than the timeout', { nodes: [anIdleNode('a', 19)] }, '2026-03-02T12:01:00Z'],
    [
      'the longest idle of several',
      { nodes: [anIdleNode('a', 5), anIdleNode('b', 9), anIdleNode('c', 1)] },
      '2026-03-02T12:11:00Z',
    ],
    [
      'the longest idle that is not kept yet',
      {
        nodes: [anIdleNode('a', 40), anIdleNode('b', 9)],
        policy: aPolicy({ idle: { timeout: minutes(20), keep: 2 } }),
      },
      '2026-03-02T12:11:00Z',
    ],
    [
      'a kept node beyond the timeout',
      { nodes: [anIdleNode('a', 40)], policy: aPolicy({ idle: { timeout: minutes(20), keep: 1 } }) },
      undefined,
    ],
    ['an idle node without an idle policy', { nodes: [anIdleNode('a', 5)], policy: NO_IDLE }, undefined],
    ['an idle Spot node', { nodes: [{ ...anIdleNode('a', 5), dedicated: false }] }, undefined],
    // its state is idle already, so that the end of its task shows in no count of states
    ['an idle node with a task', { nodes: [{ ...anIdleNode('a', 5), runningTasks: 1 }] }, '2026-03-02T12:01:00Z'],
    [
      'an idle Spot node with a task',
      { nodes: [{ ...anIdleNode('a', 5), runningTasks: 1, dedicated: false }] },
      undefined,
    ],
    // clocks that differ
    ['a node idle since a moment to come', { nodes: [anIdleNode('a', -3)] }, '2026-03-02T12:03:00Z'],
    ['the same without an idle policy', { nodes: [anIdleNode('a', -3)], policy: NO_IDLE }, '2026-03-02T12:03:00Z'],
    [
      'a node running since a moment to come',
      { nodes: [aNode({ state: 'running', stateSince: NOON.add(minutes(3)) })] },
      undefined,
    ],
    // asked to go one minute ago: after two without a sign it is decided anew
    [
      'an idle node that was asked to go',
      { nodes: [{ ...anIdleNode('a', 5), askedToGo: NOON.subtract(minutes(1)) }] },
      '2026-03-02T12:01:00Z',
    ],
    // the start deadline of 30 minutes, and the moment after it
    [
      'a node on its way since 10 minutes',
      { nodes: [aNode({ state: 'starting', stateSince: NOON.subtract(minutes(10)) })] },
      '2026-03-02T12:20:00.001Z',
    ],
    [
      'a node at its deadline',
      { nodes: [aNode({ state: 'creating', stateSince: NOON.subtract(minutes(30)) })] },
      '2026-03-02T12:00:00.001Z',
    ],
    [
      'a node that is overdue',
      { nodes: [aNode({ state: 'starting', stateSince: NOON.subtract(minutes(31)) })] },
      undefined,
    ],
    [
      'a node on its way since nobody knows when',
      { nodes: [aNode({ state: 'starting', stateSince: undefined })] },
      undefined,
    ],
    ['a node going off', { nodes: [aNode({ state: 'deallocating' })] }, undefined],
    // the earliest of all
    [
      'an edge before a timeout',
      {
        schedules: [AFTERNOON],
        nodes: [aNode({ state: 'idle', stateSince: Temporal.Instant.from('2026-03-02T12:09:00Z') })],
        at: '12:10',
      },
      '2026-03-02T12:23:00Z',
    ],
    ['a timeout before an edge', { schedules: [AFTERNOON], nodes: [anIdleNode('a', 5)] }, '2026-03-02T12:15:00Z'],
    [
      'a deadline before a timeout',
      { nodes: [anIdleNode('a', 1), aNode({ id: 'b', state: 'rebooting', stateSince: NOON.subtract(minutes(25)) })] },
      '2026-03-02T12:05:00.001Z',
    ],
  ])('sees %s', (_, given, expected) => {
    expect(look(given)).toBe(expected);
  });

  it.each<readonly [string, Given]>([
    ['a node is deallocated', { nodes: [anIdleNode('a', 30)] }],
    ['nodes are started', { nodes: [aDeallocatedNode('a'), aDeallocatedNode('b')], schedules: [ON] }],
    [
      'the budget holds back all of it',
      {
        nodes: [anIdleNode('a', 30)],
        policy: aPolicy({ budget: { ...NO_BUDGET, deallocate: anAmount(0) } }),
      },
    ],
    [
      'the budget holds back some of it',
      {
        nodes: [anIdleNode('a', 30), anIdleNode('b', 30)],
        policy: aPolicy({ budget: { ...NO_BUDGET, deallocate: anAmount(1) } }),
      },
    ],
  ])('is now where %s', (_, given) => {
    expect(look(given)).toBe('2026-03-02T12:00:00Z');
  });

  it.each<readonly [string, Given, string | undefined]>([
    ['a node would be deallocated', { nodes: [anIdleNode('a', 30)] }, undefined],
    ['one of two would be', { nodes: [anIdleNode('a', 30), anIdleNode('b', 5)] }, '2026-03-02T12:15:00Z'],
    ['all would be by the schedule', { nodes: [anIdleNode('a', 1)], schedules: [OFF] }, '2026-03-02T12:19:00Z'],
    [
      'the budget would hold back some',
      {
        nodes: [anIdleNode('a', 30)],
        policy: { ...OBSERVES, budget: { ...NO_BUDGET, deallocate: anAmount(0) } },
      },
      undefined,
    ],
  ])('does not hurry where a policy only observes and %s', (_, given, expected) => {
    expect(look({ policy: OBSERVES, ...given })).toBe(expected);
  });

  it('does not hurry where the whole pool is left alone', () => {
    const input = inputOf({ nodes: [anIdleNode('a', 30)] });
    const veto = { rule: 'pool', reason: 'the pool is being resized' } as const;
    expect(nextLook(input, leaveAlone(input.pool.nodes, veto, NOON))).toBeUndefined();
  });
});

describe('between now and the next look', () => {
  const inputs = fc
    .record({
      pool: pool(),
      policy: fc
        .tuple(policy(), fc.constantFrom('observe' as const, 'enforce' as const))
        .map(([each, mode]) => ({ ...each, mode })),
      timelines: fc.array(schedule(), { maxLength: 2 }).map((schedules) => schedules.map((each) => aTimeline(each))),
      now: fc.integer({ min: -30, max: 30 }).map((offset) => NOON.add({ minutes: offset })),
    })
    .map((input) => ({ ...NOTHING_ELSE, ...input }));
  /** Where between the two, most often shortly before the look. */
  const share = fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true }));
  const FAR = 7 * 24 * 3_600_000;

  function actsAt(input: PlanInput) {
    return planPool(input).acts.map(({ nodeId, action }) => `${action} ${nodeId}`);
  }

  it('the same acts would come of an unchanged pool', () => {
    let seen = 0;
    fc.assert(
      fc.property(inputs, share, (input, part) => {
        const until = nextLook(input, planPool(input));
        const span = until === undefined ? FAR : Math.min(FAR, input.now.until(until).total('milliseconds'));
        if (span <= 1) return;
        seen += 1;
        const now = input.now.add({ milliseconds: Math.max(1, Math.floor((span - 1) * part)) });
        expect(actsAt({ ...input, now })).toEqual(actsAt(input));
      }),
      { numRuns: 2_000 },
    );
    expect(seen).toBeGreaterThan(500);
  });
});
