import { describe, expect, it } from 'vitest';
import { NO_MEMORY } from '../../../../src/core/memory/memory.ts';
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

function decisionOn(node: NodeTraits) {
  const nodes = [aNode({ id: 'a', state: 'running', ...node })];
  const policy = aPolicy({ drain: DRAIN });
  return planPool({ ...NOTHING_ELSE, pool: aPool({ nodes }), policy, timelines: [], now: NOON }).decisions[0];
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
    expect(decisionOn({ askedToGo: minutesBefore(NOON, 60) })).toMatchObject({
      action: 'deallocate',
      rule: 'drain',
      tasks: 'requeue',
    });
  });

  it('is asked again, and its tasks are waited for, if Batch may never have received the request', () => {
    const inDoubt = { askedToGo: minutesBefore(NOON, 60), isAskedInDoubt: true };
    const { action, rule, tasks } = decisionOn({ ...inDoubt, stateSince: minutesBefore(NOON, 90) }) ?? {};
    expect({ action, rule, tasks }).toEqual({ action: 'deallocate', rule: 'drain', tasks: undefined });
    // It has taken work after the request, so it does not drain: only what the pool needs decides.
    expect(decisionOn({ ...inDoubt, stateSince: minutesBefore(NOON, 30) })).toMatchObject({ action: 'none' });
  });

  it('is not asked again while fewer nodes are ready than must be, as it may be one of them', () => {
    const inDoubt = { askedToGo: minutesBefore(NOON, 60), isAskedInDoubt: true, stateSince: minutesBefore(NOON, 90) };
    const nodes = [aNode({ id: 'a', state: 'running', ...inDoubt })];
    const timelines = [aTimeline(aSchedule({ windows: [], outside: aCapacity(1) }))];
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
