import type { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { NO_MEMORY, type PoolMemory } from '../../../../src/core/memory/memory.ts';
import type { PlanInput } from '../../../../src/core/plan/input/plan-input.ts';
import { planPool } from '../../../../src/core/plan/plan-pool.ts';
import { rememberActs } from '../../../../src/core/plan/remember-acts.ts';
import type { Outcome } from '../../../../src/core/pool/act.ts';
import {
  aCapacity,
  aNode,
  aPolicy,
  aPool,
  aSchedule,
  aTimeline,
  minutes,
  minutesBefore,
  NOON,
  NOTHING_ELSE,
  type NodeTraits,
} from '../../../support/builders.ts';

const DRAIN = { deadline: minutes(60), afterDeadline: 'requeue' } as const;

const CLOSED = [aTimeline(aSchedule({ windows: [], outside: aCapacity(0, 0) }))];

const OPEN = [aTimeline(aSchedule({ windows: [], outside: aCapacity(0, 1) }))];

const IN_AN_HOUR = NOON.add({ hours: 1 });

function decisionOn(node: NodeTraits, input: Partial<PlanInput> = {}) {
  const nodes = [aNode({ id: 'a', state: 'running', ...node })];
  const policy = aPolicy({ drain: DRAIN });
  const plan = planPool({ ...NOTHING_ELSE, pool: aPool({ nodes }), policy, timelines: [], now: NOON, ...input });
  return plan.decisions[0];
}

function withManual(until: Temporal.Instant): PoolMemory {
  const act = { nodeId: 'a', action: 'deallocate', noticed: minutesBefore(NOON, 60), by: 'ada' } as const;
  return { ...NO_MEMORY, manual: [{ ...act, until }] };
}

describe('a node that drains', () => {
  it('is left to finish its tasks', () => {
    expect(decisionOn({ askedToGo: minutesBefore(NOON, 59) })).toMatchObject({
      action: 'none',
      rule: 'drain',
      reason: 'running; asked to deallocate at 2026-03-02T11:01:00Z, on its way',
    });
  });

  it('has its tasks ended after the deadline as the policy says', () => {
    expect(decisionOn({ askedToGo: minutesBefore(NOON, 60) }, { timelines: CLOSED })).toMatchObject({
      action: 'deallocate',
      rule: 'drain',
      tasks: 'requeue',
    });
  });

  it.each([
    ['no maximum holds any more', {}],
    ['the maximum has room for it again', { timelines: OPEN }],
    ['a person has requested it, as no task ends for that', { timelines: CLOSED, memory: withManual(IN_AN_HOUR) }],
  ])('keeps its tasks after the deadline if the policy does not want it off: %s', (_, input) => {
    expect(decisionOn({ askedToGo: minutesBefore(NOON, 90) }, input)).toMatchObject({ action: 'none', rule: 'drain' });
  });

  it('has its tasks ended only as far as it is above the maximum, the one asked first before others', () => {
    const nodes = [30, 90, 70].map((ago, index) =>
      aNode({ id: `n${index}`, state: 'running', askedToGo: minutesBefore(NOON, ago) }),
    );
    const actsUnder = (max: number) =>
      planPool({
        ...{ ...NOTHING_ELSE, pool: aPool({ nodes }), policy: aPolicy({ drain: DRAIN }), now: NOON },
        timelines: [aTimeline(aSchedule({ windows: [], outside: aCapacity(0, max) }))],
      }).acts.map(({ nodeId }) => nodeId);
    expect([3, 2, 1, 0].map(actsUnder)).toEqual([[], ['n1'], ['n1', 'n2'], ['n1', 'n2']]);
  });

  it('is asked again, and its tasks are waited for, if Batch may never have received the request', () => {
    const inDoubt = { askedToGo: minutesBefore(NOON, 60), isAskedInDoubt: true };
    const closed = { timelines: CLOSED };
    const { action, rule, tasks } = decisionOn({ ...inDoubt, stateSince: minutesBefore(NOON, 90) }, closed) ?? {};
    expect({ action, rule, tasks }).toEqual({ action: 'deallocate', rule: 'drain', tasks: undefined });
    // It has taken work after the request, so it does not drain: only what the pool needs decides.
    expect(decisionOn({ ...inDoubt, stateSince: minutesBefore(NOON, 30) })).toMatchObject({ action: 'none' });
  });

  it.each([
    ['nothing limits the pool', {}, 'none'],
    ['the pool may have as many', { timelines: OPEN }, 'none'],
    ['it is above the maximum', { timelines: CLOSED }, 'deallocate'],
    ["a person's request holds", { memory: withManual(NOON.add({ hours: 1 })) }, 'deallocate'],
    ["a person's request has ended", { memory: withManual(minutesBefore(NOON, 1)) }, 'none'],
  ] as const)('is asked again in doubt only if it is still wanted off: %s', (_, input, action) => {
    const inDoubt = { askedToGo: minutesBefore(NOON, 60), isAskedInDoubt: true, stateSince: minutesBefore(NOON, 90) };
    expect(decisionOn(inDoubt, input)).toMatchObject({ action });
  });

  it('is not asked again while fewer nodes are ready than must be, as it may be one of them', () => {
    const inDoubt = { askedToGo: minutesBefore(NOON, 60), isAskedInDoubt: true, stateSince: minutesBefore(NOON, 90) };
    const nodes = [aNode({ id: 'a', state: 'running', ...inDoubt })];
    const timelines = [aTimeline(aSchedule({ windows: [], outside: aCapacity(1, 1) }))];
    const policy = aPolicy({ drain: DRAIN });
    const input = { ...NOTHING_ELSE, policy, timelines, now: NOON };
    expect(planPool({ ...input, pool: aPool({ nodes }) }).acts).toEqual([]);
    const other = aNode({ id: 'b', state: 'running' });
    expect(planPool({ ...input, pool: aPool({ nodes: [...nodes, other] }) }).acts).toMatchObject([{ nodeId: 'a' }]);
  });

  it('still drains for certain if the request to end its tasks is lost', () => {
    const asked = { correlation: 'c', policyId: 'render' };
    const lost = { node: 'a', action: 'deallocate', outcome: 'unknown' } as const;
    const drainingAfter = (outcome: Outcome) => {
      const before = rememberActs(NO_MEMORY, [{ ...lost, outcome }], { ...asked, at: minutesBefore(NOON, 60) });
      return rememberActs(before, [{ ...lost, tasks: 'requeue' }], { ...asked, at: NOON }).draining;
    };
    expect(drainingAfter('accepted')).toEqual([{ nodeId: 'a', asked: NOON }]);
    expect(drainingAfter('unknown')).toEqual([{ nodeId: 'a', asked: NOON, inDoubt: true }]);
  });

  it('is asked again only after another deadline if Batch refuses, not at every tick', () => {
    const made = { at: NOON, correlation: 'c', policyId: 'render' };
    const draining = [{ nodeId: 'a', asked: minutesBefore(NOON, 60), inDoubt: true }];
    const again = { node: 'a', action: 'deallocate', outcome: 'refused' } as const;
    expect(rememberActs({ ...NO_MEMORY, draining }, [again], made).draining).toEqual([
      { nodeId: 'a', asked: NOON, inDoubt: true },
    ]);
    expect(rememberActs(NO_MEMORY, [again], made).draining).toEqual([]);
  });

  it.each([
    ['a Spot node', { dedicated: false }],
    ['a node of which it is not known whether it is a Spot node', { dedicated: undefined }],
  ])('keeps its tasks after the deadline if it is %s', (_, node) => {
    expect(decisionOn({ askedToGo: minutesBefore(NOON, 90), ...node })).toMatchObject({ action: 'none' });
  });
});
