import { describe, expect, it } from 'vitest';
import { NO_MEMORY } from '../../../src/core/memory/memory.ts';
import { decidePool } from '../../../src/core/plan/decide-pool.ts';
import type { EffectivePolicy } from '../../../src/core/plan/effective-policy.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { LayoutRefused } from '../../../src/core/schedule/layout-refused.ts';
import { aCapacity, aNode, aPolicy, aPoolFacts, aSchedule, minutes, NOON } from '../../support/builders.ts';

/** What is known of a pool besides its nodes, memory and policy: nothing. */
const NOTHING_KNOWN = {
  facts: aPoolFacts(),
  pending: undefined,
  forecast: undefined,
  shared: [],
  sequence: { preceding: [], following: [] },
  siblings: [],
  gates: new Map(),
};

describe('a pool whose schedule cannot be laid out', () => {
  const schedule = aSchedule({
    outside: aCapacity(0, 0),
    exceptions: [
      {
        kind: 'calendar',
        name: 'c.ics',
        version: '1',
        note: undefined,
        capacity: aCapacity(0, 0),
        eventsBetween: () => {
          throw new LayoutRefused('The calendar c.ics cannot be laid out: the event "x": its rules repeat too often.');
        },
      },
    ],
  });
  const effective: EffectivePolicy = {
    kind: 'policy',
    policy: aPolicy({ mode: 'enforce' }),
    name: 'p@1',
    because: 'a test',
    schedules: [schedule],
    override: undefined,
    announcements: [],
    circuitReset: undefined,
    documents: ['p@1'],
    notes: [],
  };
  const decision = decidePool({
    ...NOTHING_KNOWN,
    nodes: [aNode({ state: 'idle', stateSince: NOON.subtract({ hours: 9 }) })],
    memory: NO_MEMORY,
    effective,
    now: NOON,
  });

  it('is left alone, with the reason', () => {
    expect(decision.plan.leftAlone).toContain('the event "x": its rules repeat too often');
    expect(decision.plan.decisions.map(({ action }) => action)).toEqual(['none']);
  });

  it('is looked at again after an hour', () => {
    expect(`${decision.nextLook}`).toBe(`${NOON.add({ hours: 1 })}`);
  });
});

describe('a pool in doubt', () => {
  const gate = { extensions: ['*'], timeout: minutes(10), onFailure: 'retry' as const };
  const haltOnTaskFailures = { tasks: 5, within: minutes(15), for: minutes(30) };
  const taskFailureHalt = { since: NOON, until: NOON.add({ minutes: 30 }), because: '5 tasks have failed' };
  const starting = [{ nodeId: 'node-1', asked: NOON.subtract({ minutes: 3 }), exact: true }];
  const memoryIn = (policy: Policy | undefined) =>
    decidePool({
      ...NOTHING_KNOWN,
      nodes: [aNode({ state: 'idle', stateSince: NOON })],
      memory: { ...NO_MEMORY, starting, taskFailureHalt },
      effective: {
        kind: 'doubt',
        reason: 'the schedule "hours" does not exist',
        documents: [],
        byHand: { policy, name: policy && 'p@1', override: undefined },
      },
      now: NOON.add({ minutes: 1 }),
    }).memory;

  it('keeps the halt of its starts, which may be over later than the doubt', () => {
    expect(memoryIn(undefined).taskFailureHalt).toEqual(taskFailureHalt);
    expect(memoryIn(aPolicy({ haltOnTaskFailures })).taskFailureHalt).toEqual(taskFailureHalt);
  });

  it('has a node wait at its gate that is ready meanwhile', () => {
    expect(memoryIn(aPolicy({ gate })).gating).toMatchObject(starting);
    expect(memoryIn(aPolicy()).gating).toEqual([]);
  });
});

describe('a start that has ended while nobody looked', () => {
  const gate = { extensions: ['*'], timeout: minutes(10), onFailure: 'report' as const };
  const asked = NOON.subtract({ hours: 24 });

  /** What is learned of a start that was asked for a day ago; the node has run tasks since. */
  function learned(readyAfterMinutes: number, policy: Partial<Policy> = {}): readonly number[] {
    const start = { nodeId: 'node-1', asked, exact: true };
    const stateSince = asked.add({ minutes: readyAfterMinutes });
    return decidePool({
      ...NOTHING_KNOWN,
      nodes: [aNode({ state: 'idle', stateSince })],
      memory: { ...NO_MEMORY, lookedAt: asked, starting: [start] },
      gates: new Map([['node-1', { verdict: 'passed', reason: 'well' }]]),
      effective: {
        ...{ kind: 'policy', policy: aPolicy(policy), name: 'p@1', because: 'a test', schedules: [] },
        ...{ override: undefined, announcements: [], circuitReset: undefined, documents: ['p@1'], notes: [] },
      },
      now: NOON,
    }).memory.startSeconds;
  }

  it.each([
    // ready within the time that a start may take
    [3, {}, [180]],
    [30, {}, [1800]],
    // it shows the end of its last task
    [31, {}, []],
    [23 * 60, {}, []],
    // when it passed its gate is not known
    [3, { gate }, []],
  ])('in %d minutes teaches no lead time of hours', (readyAfter, policy, seconds) => {
    expect(learned(readyAfter, policy)).toEqual(seconds);
  });
});
