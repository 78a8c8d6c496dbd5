import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ExplainedRule, explainDecisions, explainRules } from '../../../src/core/plan/explain-rules.ts';
import type { Maintenance } from '../../../src/core/plan/input/maintenance.ts';
import type { PlanInput } from '../../../src/core/plan/input/plan-input.ts';
import { type Plan, planPool } from '../../../src/core/plan/plan-pool.ts';
import { RULE_NAMES, type RuleName } from '../../../src/core/plan/rules.ts';
import {
  aCapacity,
  aDeallocatedNode,
  aNode,
  anAmount,
  anIdleNode,
  aPolicy,
  aPool,
  aPoolFacts,
  aSchedule,
  aTimeline,
  aWindow,
  minutes,
  NO_BUDGET,
  NOON,
  NOTHING_ELSE,
} from '../../support/builders.ts';
import { fullPlanInput } from '../../support/full-plan-input.ts';

function planOf(input: Partial<PlanInput>): Plan {
  return planPool({ ...NOTHING_ELSE, pool: aPool(), policy: aPolicy(), timelines: [], now: NOON, ...input });
}

function explained(rule: RuleName, plan: Plan): ExplainedRule | undefined {
  return explainRules(plan).find((one) => one.rule === rule);
}

const NIGHT = aTimeline(
  aSchedule({ windows: [aWindow('MON-FRI 18:00-20:00', aCapacity(2))], outside: aCapacity(0, 0) }),
);

const PATCHES: Maintenance = {
  opens: NOON.subtract({ minutes: 30 }),
  closes: NOON.add({ hours: 3 }),
  stay: minutes(60),
  because: 'maintenance window "patches" of nights',
};

describe('explainRules', () => {
  it('says that an open maintenance window has won, and not the schedule', () => {
    const plan = planOf({
      pool: aPool({ nodes: [aDeallocatedNode('a', 600)] }),
      timelines: [NIGHT],
      maintenance: PATCHES,
    });
    expect(plan.decisions).toMatchObject([{ nodeId: 'a', action: 'start', rule: 'maintenance' }]);
    expect(explained('maintenance', plan)).toEqual({
      rule: 'maintenance',
      says: '1 node, as a: off since before the maintenance window "patches" of nights: on for a while, so that it installs what it has missed',
      won: true,
      why: 'the maintenance window "patches" of nights is open until 2026-03-02T15:00:00Z',
      wouldChange: 'the window closes at 2026-03-02T15:00:00Z',
    });
    expect(explained('schedule', plan)).toMatchObject({ won: false });
  });

  it('says that work has lost to the maximum that cuts it', () => {
    const plan = planOf({
      pool: aPool({ nodes: [aDeallocatedNode('a')] }),
      timelines: [NIGHT],
      work: { start: 18, keep: 18, because: '18 slots wait and 0 run', unknown: undefined },
    });
    expect(explained('demand', plan)).toMatchObject({
      won: false,
      why: 'it needs 18 nodes, but at most 0 may be allocated (outside the windows of office-hours)',
    });
    expect(explained('schedule', plan)).toMatchObject({ won: true });
  });

  it('says that work which is cut has won as far as the maximum goes', () => {
    const nodes = ['a', 'b', 'c', 'd'].map((id) => aDeallocatedNode(id));
    const three = aTimeline(aSchedule({ windows: [], outside: aCapacity(1, 3) }));
    const work = { start: 18, keep: 18, because: '18 slots wait and 0 run', unknown: undefined };
    expect(explained('demand', planOf({ pool: aPool({ nodes }), timelines: [three], work }))).toMatchObject({
      won: true,
      why: '3 must be ready (18 slots wait and 0 run); 18 are needed, but at most 3 may be allocated (outside the windows of office-hours)',
    });
  });

  it('says only why the pool is left alone, where it is', () => {
    const pool = aPool({ facts: aPoolFacts({ autoScale: true }), nodes: [anIdleNode('a', 60)] });
    expect(explainRules(planOf({ pool }))).toMatchObject([
      { rule: 'pool', won: true, says: 'the pool has an autoscale formula, which sets the number of nodes itself' },
    ]);
  });

  it.each([
    ['a node within its idle timeout', { nodes: [anIdleNode('a', 5)] }, {}, /idle for 20 min at 2026-03-02T12:15:00Z/],
    ['a running node', { nodes: [aNode({ id: 'a', state: 'running' })] }, {}, /^its tasks end$/],
    [
      'a node that a budget holds back',
      { nodes: [anIdleNode('a', 60)] },
      { policy: aPolicy({ budget: { ...NO_BUDGET, deallocate: anAmount(0) } }) },
      /the policy has a larger budget/,
    ],
    [
      'a node that a window keeps',
      { nodes: [anIdleNode('a', 60)] },
      { timelines: [aTimeline(aSchedule({ windows: [aWindow('MON-FRI 08:00-12:30', aCapacity(1))] }))] },
      /^2026-03-02T12:30:00Z: from 0 ready/,
    ],
  ] as const)('says what would change the decision for %s', (_, pool, input, expected) => {
    const plan = planOf({ pool: aPool(pool), ...input });
    expect(explainDecisions(plan, pool.nodes)[0]?.wouldChange).toMatch(expected);
  });

  it('names every rule that has decided a node, and says that it has won', () => {
    const seen = new Set<RuleName>();
    fc.assert(
      fc.property(fullPlanInput(), fc.boolean(), (input, autoScale) => {
        const plan = planPool({ ...input, pool: { ...input.pool, facts: { ...input.pool.facts, autoScale } } });
        const won = new Set(explainRules(plan).flatMap((rule) => (rule.won ? [rule.rule] : [])));
        const decided = new Set(plan.decisions.map(({ rule }) => rule));
        expect([...decided].filter((rule) => !won.has(rule))).toEqual([]);
        for (const rule of decided) seen.add(rule);
      }),
      { numRuns: 1_000 },
    );
    expect(seen.size).toBeGreaterThan(8);
  });

  it('says something of every rule in its order, whatever is known', () => {
    fc.assert(
      fc.property(fullPlanInput(), (input) => {
        const rules = explainRules(planPool(input));
        expect(rules.map(({ rule }) => rule)).toEqual(RULE_NAMES);
        const texts = rules.flatMap(({ says, why, wouldChange: change = 'nothing' }) => [says, why, change]);
        expect(texts.filter((text) => text === '' || text.includes('undefined'))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

it('finds out the next change of a schedule once, however many nodes it decides', () => {
  const looksFor = (count: number) => {
    let looks = 0;
    const timeline = {
      ...NIGHT,
      get segments() {
        looks += 1;
        return NIGHT.segments;
      },
    };
    const nodes = Array.from({ length: count }, (_, index) => anIdleNode(`node-${index}`, 60));
    const plan = planOf({ pool: aPool({ nodes }), timelines: [timeline] });
    expect(plan.decisions.filter(({ rule }) => rule === 'schedule').length).toBeGreaterThan(0);
    looks = 0;
    expect(explainDecisions(plan, nodes)).toHaveLength(count);
    return looks;
  };
  expect(looksFor(60)).toBe(looksFor(6));
});
