import { describe, expect, it } from 'vitest';
import { NO_MEMORY } from '../../../src/core/memory/memory.ts';
import { type ActingDecision, type Decision, leave } from '../../../src/core/plan/decision.ts';
import { leaveAlone, type Plan, planOf, planPool } from '../../../src/core/plan/plan-pool.ts';
import { asksTheSame, type PlannedAct, type PlanSummary, summarizePlan } from '../../../src/core/plan/plan-summary.ts';
import type { RuleName } from '../../../src/core/plan/rules.ts';
import type { PoolTarget } from '../../../src/core/plan/target.ts';
import type { Act } from '../../../src/core/pool/act.ts';
import {
  aCapacity,
  aDeallocatedNode,
  aNode,
  anIdleNode,
  aPolicy,
  aPool,
  aSchedule,
  aTimeline,
  aWindow,
  NOON,
  NOTHING_ELSE,
} from '../../support/builders.ts';

const CONTEXT = { correlation: 'c-1', policy: 'render@1', mode: 'enforce' } as const;

const NO_TARGET: PoolTarget = {
  min: 0,
  keep: 0,
  max: undefined,
  because: [],
  minRule: 'schedule',
  keepRule: 'schedule',
  maxRule: 'schedule',
  minBecause: '',
  maxBecause: '',
  nextDue: undefined,
};

function aPlan(decisions: readonly Decision[] = []): Plan {
  const plan = {
    at: NOON,
    acts: decisions.filter((decision): decision is ActingDecision => decision.action !== 'none'),
    target: NO_TARGET,
    leftAlone: undefined,
    leftAloneBy: undefined,
    halts: [],
    resumes: [],
    view: undefined,
  };
  return planOf(plan, () =>
    decisions
      .values()
      .flatMap(({ nodeId, action, rule, reason }) => (action === 'none' ? [leave(nodeId, rule, reason)] : [])),
  );
}

function aDecision(nodeId: string, action: Decision['action'], rule: RuleName, reason: string): Decision {
  return { nodeId, action, rule, reason };
}

describe('summarizePlan', () => {
  it('tells every act, and counts the nodes left by each rule with the first reason', () => {
    const decisions = [
      aDecision('a', 'none', 'idle', 'idle for 5 min'),
      aDecision('b', 'deallocate', 'idle', 'idle for 30 min'),
      aDecision('c', 'none', 'state', 'running'),
      aDecision('d', 'none', 'idle', 'idle for 6 min'),
      aDecision('e', 'deallocate', 'schedule', 'at most 0'),
      aDecision('f', 'none', 'budget', 'to deallocate later'),
    ];
    const target = { ...aPlan().target, min: 2, max: 5, because: ['window "weekdays" of office-hours'] };
    const plan = { ...aPlan(decisions), target } as Plan;
    expect(summarizePlan(plan, CONTEXT)).toEqual({
      at: '2026-03-02T12:00:00Z',
      correlation: 'c-1',
      policy: 'render@1',
      mode: 'enforce',
      target: { min: 2, max: 5, because: ['window "weekdays" of office-hours'] },
      leftAlone: undefined,
      acts: [
        { node: 'b', action: 'deallocate', rule: 'idle', reason: 'idle for 30 min' },
        { node: 'e', action: 'deallocate', rule: 'schedule', reason: 'at most 0' },
      ],
      left: [
        { rule: 'idle', nodes: 2, example: 'idle for 5 min' },
        { rule: 'state', nodes: 1, example: 'running' },
        { rule: 'budget', nodes: 1, example: 'to deallocate later' },
      ],
    });
  });

  it('tells why a whole pool is left alone', () => {
    const plan = leaveAlone([{ id: 'b' }, { id: 'a' }], { rule: 'pool', reason: 'the pool is being resized' }, NOON);
    expect(summarizePlan(plan, { ...CONTEXT, policy: undefined, mode: undefined })).toEqual({
      at: '2026-03-02T12:00:00Z',
      correlation: 'c-1',
      policy: undefined,
      mode: undefined,
      target: undefined,
      leftAlone: 'the pool is being resized',
      acts: [],
      left: [{ rule: 'pool', nodes: 2, example: 'the pool is being resized' }],
    });
  });

  it('tells of a pool without nodes that nothing is done and nothing left', () => {
    expect(summarizePlan(aPlan(), CONTEXT)).toMatchObject({ acts: [], left: [] });
  });

  it('accounts for each node once, and survives being stored', () => {
    const timelines = [aTimeline(aSchedule({ windows: [aWindow('MON-FRI 08:00-18:00', aCapacity(2))] }))];
    const nodes = [
      anIdleNode('a', 30),
      anIdleNode('b', 40),
      anIdleNode('c', 50),
      aNode({ id: 'd', state: 'unusable' }),
      aNode({ id: 'e', dedicated: false }),
      aDeallocatedNode('f'),
    ];
    const summary = summarizePlan(
      planPool({ ...NOTHING_ELSE, pool: aPool({ nodes }), policy: aPolicy(), timelines, now: NOON }),
      CONTEXT,
    );
    expect(summary.acts.map(({ node }) => node)).toEqual(['c']);
    expect(summary.acts.length + summary.left.reduce((sum, left) => sum + left.nodes, 0)).toBe(nodes.length);
    expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
  });

  it('says why starts of the pool fail, as the list of pools knows nothing else of it', () => {
    const memory = { ...NO_MEMORY, circuit: { openedAt: NOON, because: '3 of 5 nodes have failed it' } };
    const look = { ...NOTHING_ELSE, pool: aPool({ nodes: [] }), policy: aPolicy(), timelines: [], now: NOON };
    expect(summarizePlan(planPool({ ...look, memory }), CONTEXT).broken).toBe(
      'started nodes fail their gate: 3 of 5 nodes have failed it',
    );
    expect(summarizePlan(planPool(look), CONTEXT)).not.toHaveProperty('broken');
  });
});

describe('asksTheSame', () => {
  function aSummary(...acts: readonly `${Act} ${string}`[]): PlanSummary {
    const planned = acts.map((act): PlannedAct => {
      const [action, node] = act.split(' ') as [Act, string];
      return { node, action, rule: 'idle', reason: 'idle for 30 min' };
    });
    return { ...summarizePlan(aPlan(), CONTEXT), acts: planned };
  }

  function reworded(summary: PlanSummary): PlanSummary {
    const acts = summary.acts.map((act) => ({ ...act, rule: 'schedule' as const, reason: 'idle for 31 min' }));
    return { ...summary, at: '2026-03-02T12:01:00Z', correlation: 'c-2', policy: 'render@2', acts };
  }

  it.each<readonly [string, PlanSummary | undefined, PlanSummary, boolean]>([
    ['the same acts', aSummary('start a', 'start b'), aSummary('start a', 'start b'), true],
    ['the same acts in another order', aSummary('start a', 'start b'), aSummary('start b', 'start a'), true],
    ['no acts', aSummary(), aSummary(), true],
    ['one act more', aSummary('start a'), aSummary('start a', 'start b'), false],
    ['one act less', aSummary('start a', 'start b'), aSummary('start a'), false],
    ['another node', aSummary('start a'), aSummary('start b'), false],
    ['another action', aSummary('start a'), aSummary('deallocate a'), false],
    ['no plan before', undefined, aSummary(), false],
  ])('compares acts: %s', (_, a, b, expected) => {
    expect(asksTheSame(a, b)).toBe(expected);
  });

  it('does not care for words, outcomes and times', () => {
    const summary = aSummary('deallocate a', 'deallocate b');
    const answered = { ...summary, acts: summary.acts.map((act) => ({ ...act, outcome: 'accepted' as const })) };
    expect(asksTheSame(answered, reworded(summary))).toBe(true);
  });
});
