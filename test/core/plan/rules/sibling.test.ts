import { describe, expect, it } from 'vitest';
import { explainRules } from '../../../../src/core/plan/explain-rules.ts';
import { planPool } from '../../../../src/core/plan/plan-pool.ts';
import { summarizePlan } from '../../../../src/core/plan/plan-summary.ts';
import type { StartFailureStep } from '../../../../src/core/policy/policy.ts';
import type { Capacity } from '../../../../src/core/schedule/schedule.ts';
import {
  aCapacity,
  aDeallocatedNode,
  anIdleNode,
  aPolicy,
  aPool,
  aSchedule,
  aTimeline,
  minutes,
  minutesBefore,
  NOON,
  NOTHING_ELSE,
} from '../../../support/builders.ts';

const OFF = ['a', 'b', 'c', 'd'].map((id) => aDeallocatedNode(id));

/** What a pool whose starts have failed so often asks of its sibling, where it has one node ready of three. */
function asked(ladder: readonly StartFailureStep[], failures: number, ofIt = 0) {
  const policy = aPolicy({ startFailure: { backOff: minutes(5), ladder } });
  const startBackOff = { since: minutesBefore(NOON, 30), failures, retryAt: NOON, because: 'it shows deallocated' };
  const plan = planPool({
    ...NOTHING_ELSE,
    pool: aPool({ nodes: [...OFF, anIdleNode('z', 5)] }),
    policy,
    timelines: [aTimeline(aSchedule({ outside: aCapacity(3) }))],
    memory: { ...NOTHING_ELSE.memory, ...(failures > 0 && { startBackOff }) },
    siblings: ofIt === 0 ? [] : [{ poolId: 'spare', nodes: ofIt }],
    now: NOON,
  });
  return summarizePlan(plan, { correlation: 'c', policy: 'render@1', mode: 'enforce' }).sibling;
}

describe('a pool whose starts fail', () => {
  it('asks its sibling for the nodes that it lacks, when its turn comes in the ladder', () => {
    expect(asked(['sibling:spare'], 1)).toEqual({ pool: 'spare', nodes: 2 });
    expect(asked(['other-node', 'sibling:spare', 'tell'], 1)).toBeUndefined();
    expect(asked(['other-node', 'sibling:spare', 'tell'], 2)).toEqual({ pool: 'spare', nodes: 2 });
  });

  it('asks for none while its starts succeed, after the end of the ladder, and never itself', () => {
    expect(asked(['sibling:spare'], 0)).toBeUndefined();
    expect(asked(['tell', 'sibling:spare'], 5)).toBeUndefined();
    expect(asked(['sibling:RENDER'], 5)).toBeUndefined();
  });
});

describe('two pools whose starts fail and that are each the sibling of the other', () => {
  it('do not pass on what the other asks for, so that their requests do not grow', () => {
    expect(asked(['sibling:spare'], 1, 1)).toEqual({ pool: 'spare', nodes: 2 });
    expect(asked(['sibling:spare'], 1, 40)).toEqual({ pool: 'spare', nodes: 2 });
  });
});

function spare(outside: Capacity, nodes = OFF) {
  return planPool({
    ...NOTHING_ELSE,
    pool: aPool({ nodes, facts: { poolId: 'spare' } }),
    policy: aPolicy(),
    timelines: [aTimeline(aSchedule({ outside }))],
    siblings: [{ poolId: 'render', nodes: 2 }],
    now: NOON,
  });
}

describe('the sibling', () => {
  it('starts so many on top of its own, within its maximum', () => {
    expect(spare(aCapacity(0)).acts).toHaveLength(2);
    expect(spare(aCapacity(1)).acts).toHaveLength(3);
    expect(spare(aCapacity(0, 1)).acts).toHaveLength(1);
    expect(spare(aCapacity(0, 0)).acts).toEqual([]);
  });

  it('keeps them whatever the idle timeout, and says for whom', () => {
    const plan = spare(
      aCapacity(0),
      ['a', 'b', 'c'].map((id) => anIdleNode(id, 90)),
    );
    expect(plan.acts).toMatchObject([{ action: 'deallocate' }]);
    expect(explainRules(plan).find(({ rule }) => rule === 'sibling')).toMatchObject({
      says: 'the pool render, whose starts fail, lacks 2',
      won: true,
      wouldChange: 'starts of the pool render succeed again',
    });
  });
});
