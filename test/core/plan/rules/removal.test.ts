import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_MEMORY, type PoolMemory } from '../../../../src/core/memory/memory.ts';
import { noteUse, weekOfUse } from '../../../../src/core/memory/pool-use.ts';
import { spentIn } from '../../../../src/core/memory/spending.ts';
import { explainRules } from '../../../../src/core/plan/explain-rules.ts';
import type { PlanInput } from '../../../../src/core/plan/input/plan-input.ts';
import { planPool } from '../../../../src/core/plan/plan-pool.ts';
import type { DeallocatedPolicy } from '../../../../src/core/policy/policy.ts';
import type { NodeSnapshot } from '../../../../src/core/pool/snapshot.ts';
import { nodesIn } from '../../../../src/core/schedule/amount.ts';
import {
  aCapacity,
  aNode,
  anAmount,
  aPolicy,
  aPoolFacts,
  aSchedule,
  aTimeline,
  aWindow,
  NO_BUDGET,
  NOON,
  NOTHING_ELSE,
  type NodeTraits,
} from '../../../support/builders.ts';
import { fullPlanInput } from '../../../support/full-plan-input.ts';

const DAYS = (days: number) => ({ hours: 24 * days });
const WATCHED: PoolMemory = {
  ...NO_MEMORY,
  lookedAt: NOON,
  use: { since: NOON.subtract(DAYS(8)), peaks: [{ day: 0, nodes: 1 }] },
};

function off(days: number, more: NodeTraits = {}): NodeSnapshot {
  return aNode({ id: `off-${days}`, state: 'deallocated', stateSince: NOON.subtract(DAYS(days)), ...more });
}

interface Given extends Partial<Omit<PlanInput, 'pool' | 'policy'>> {
  readonly nodes: readonly NodeSnapshot[];
  readonly deallocated: Partial<DeallocatedPolicy>;
  readonly policy?: Partial<PlanInput['policy']>;
}

function input({ nodes, deallocated, policy, ...more }: Given): PlanInput {
  const limits = { atMost: undefined, forAtMost: undefined, poolAtLeast: undefined, ...deallocated };
  return {
    ...NOTHING_ELSE,
    timelines: [],
    memory: WATCHED,
    pool: { facts: aPoolFacts(), nodes },
    policy: aPolicy({ deallocated: limits, ...policy }),
    now: NOON,
    ...more,
  };
}

function removed(given: Given): readonly string[] {
  return planPool(input(given)).acts.map(({ action, nodeId }) => `${action} ${nodeId}`);
}

function whyNone(given: Given): string | undefined {
  const plan = planPool(input(given));
  expect(plan.acts.filter(({ action }) => action === 'remove')).toEqual([]);
  return explainRules(plan).find(({ rule }) => rule === 'removal')?.why;
}

const THREE = [off(2), off(40), off(31)];

describe('deallocated nodes', () => {
  it('stay for ever where the policy says nothing of them', () => {
    const plan = planPool({ ...input({ nodes: THREE, deallocated: {} }), policy: aPolicy() });
    expect(plan.acts).toEqual([]);
  });

  it('are given back when they have been off for too long, and say since when and how small the pool becomes', () => {
    const given = { nodes: THREE, deallocated: { forAtMost: aDuration(30) } };
    expect(removed(given)).toEqual(['remove off-31', 'remove off-40']);
    expect(planPool(input(given)).acts.at(-1)?.reason).toBe(
      'deallocated for 40 d, at most 30 d are kept; the pool has 1 node then, instead of 3',
    );
  });

  it('are given back when they are too many, the longest deallocated first', () => {
    expect(removed({ nodes: THREE, deallocated: { atMost: 2 } })).toEqual(['remove off-40']);
    expect(removed({ nodes: THREE, deallocated: { atMost: 3 } })).toEqual([]);
  });

  it.each<[string, NodeTraits]>([
    ['a task that may run', { runningTasks: undefined }],
    ['a task that runs', { runningTasks: 1 }],
    ['a time of its state that is not known', { stateSince: undefined }],
    ['a time of its state that is still to come', { stateSince: NOON.add({ minutes: 1 }) }],
    ['a priority of Spot', { dedicated: false }],
    ['a kind that is not known', { dedicated: undefined }],
  ])('stay with %s', (_, more) => {
    expect(removed({ nodes: [off(40, more)], deallocated: { atMost: 0 } })).toEqual([]);
  });

  it('stay where the policy protects them', () => {
    const protect = { nodes: ['off-4*'], spot: true, youngerThan: undefined, states: [] };
    expect(removed({ nodes: THREE, deallocated: { atMost: 0 }, policy: { protect } })).toEqual([
      'remove off-2',
      'remove off-31',
    ]);
  });

  it('stay as many as a window of the coming week asks for', () => {
    const busy = aWindow('MON-FRI 08:00-18:00', aCapacity(2));
    const given = {
      nodes: THREE,
      deallocated: { atMost: 0 },
      now: NOON.subtract({ hours: 24 }),
      timelines: [aTimeline(aSchedule({ windows: [busy], outside: aCapacity(0) }))],
    };
    expect(removed(given)).toEqual(['remove off-40']);
  });

  it('stay all where a schedule asks for a share of the pool, unless the policy says how many stay', () => {
    const half = aSchedule({ windows: [], outside: aCapacity('0%') });
    const share = aSchedule({
      windows: [aWindow('MON-FRI 08:00-18:00', aCapacity('50%'))],
      outside: aCapacity(0),
    });
    const given = (schedule: typeof half, deallocated: Partial<DeallocatedPolicy>) => ({
      nodes: THREE,
      deallocated,
      now: NOON.add({ hours: 12 }),
      timelines: [aTimeline(schedule)],
    });
    expect(removed(given(half, { atMost: 0 })).filter((act) => act.startsWith('remove'))).toHaveLength(2);
    expect(whyNone(given(share, { atMost: 0 }))).toContain('a share of the pool is required');
    expect(removed(given(share, { atMost: 0, poolAtLeast: 2 }))).toEqual(['remove off-40']);
  });

  it('stay as many as the last week has used, and all before a week was seen', () => {
    const used = (nodes: number, days: number) => ({
      ...WATCHED,
      use: { since: NOON.subtract(DAYS(days)), peaks: [{ day: 0, nodes }] },
    });
    expect(removed({ nodes: THREE, deallocated: { atMost: 0 }, memory: used(2, 8) })).toEqual(['remove off-40']);
    expect(whyNone({ nodes: THREE, deallocated: { atMost: 0 }, memory: used(3, 8) })).toBe(
      '3 nodes stay in the pool: 3 were on in the last week',
    );
    expect(whyNone({ nodes: THREE, deallocated: { atMost: 0 }, memory: used(0, 6) })).toBe(
      'how many nodes are on in a week is not known before 2026-03-03T12:00:00Z',
    );
    const memory = used(3, 1);
    expect(removed({ nodes: THREE, deallocated: { atMost: 0, poolAtLeast: 1 }, memory })).toHaveLength(2);
  });

  it('stay while anything else is done, or is on its way', () => {
    const starting = aNode({ id: 'on', state: 'starting', stateSince: NOON });
    expect(whyNone({ nodes: [...THREE, starting], deallocated: { atMost: 0 } })).toBe('nodes are on their way');
    const pending = { nodeId: 'on', action: 'remove' as const, asked: NOON, correlation: 'c' };
    const memory = { ...WATCHED, pendingOperations: [pending] };
    expect(whyNone({ nodes: THREE, deallocated: { atMost: 0 }, memory })).toBe('nodes are on their way');
    const idle = aNode({ id: 'idle', stateSince: NOON.subtract({ hours: 5 }) });
    expect(removed({ nodes: [...THREE, idle], deallocated: { atMost: 0 } })).toEqual(['deallocate idle']);
  });

  it('go no faster than the budgets, and a hundred a request', () => {
    const many = Array.from({ length: 150 }, (_, index) => off(31 + index));
    const budget = { ...NO_BUDGET, remove: anAmount(5), removePerDay: anAmount(7) };
    const given = { nodes: many, deallocated: { atMost: 0 } };
    expect(removed(given)).toHaveLength(100);
    expect(removed({ ...given, policy: { budget } })).toHaveLength(5);
    const spent = [{ at: NOON.subtract({ hours: 3 }), action: 'remove' as const, nodes: 5 }];
    expect(removed({ ...given, policy: { budget }, memory: { ...WATCHED, spent } })).toHaveLength(2);
  });

  it('go a share a day while the policy has deallocated no node of the pool', () => {
    const many = Array.from({ length: 50 }, (_, index) => off(31 + index));
    const canary = { share: anAmount('10%'), confirmed: undefined };
    const given = { nodes: many, deallocated: { atMost: 0 }, policy: { canary } };
    expect(removed(given)).toHaveLength(5);
    const spent = [{ at: NOON.subtract({ hours: 3 }), action: 'remove' as const, nodes: 4 }];
    expect(removed({ ...given, memory: { ...WATCHED, spent } })).toHaveLength(1);
    const proven = { policyId: 'render', proven: true, nodes: [] };
    expect(removed({ ...given, memory: { ...WATCHED, canary: proven } })).toHaveLength(49);
  });
});

describe('a plan that gives nodes back', () => {
  it('removes only nodes that are surely off, within the budgets, with no other act, and leaves what must stay', () => {
    let seen = 0;
    fc.assert(
      fc.property(mostlyOff(), (given) => {
        const acts = planPool(given).acts;
        const gone = acts.filter(({ action }) => action === 'remove');
        if (gone.length === 0) return;
        seen += 1;
        expect(acts).toHaveLength(gone.length);
        expect(given.policy.deallocated).toBeDefined();
        const nodes = gone.map(({ nodeId }) => given.pool.nodes.find(({ id }) => id === nodeId));
        expect(nodes.map((node) => [node?.state, node?.runningTasks])).toEqual(nodes.map(() => ['deallocated', 0]));
        const { protect, budget, deallocated } = given.policy;
        const size = given.pool.nodes.filter(
          ({ dedicated }) => dedicated === true || (dedicated === false && !protect.spot),
        );
        const { nodes: spent } = spentIn(given.memory.spent, { action: 'remove', span: 'hour', now: given.now });
        const most = budget.removePerHour === undefined ? 100 : nodesIn(budget.removePerHour, size.length) - spent;
        expect(gone.length).toBeLessThanOrEqual(most);
        const stay = deallocated?.poolAtLeast ?? weekOfUse(given.memory.use, given.now) ?? Number.POSITIVE_INFINITY;
        expect(size.length - gone.length).toBeGreaterThanOrEqual(Math.min(stay, size.length));
      }),
      { numRuns: 800 },
    );
    expect(seen).toBeGreaterThan(20);
  });
});

describe('what a pool has used', () => {
  it('is the most that was on at any look of the last week, with an entry a day and no more', () => {
    const looks = fc.array(fc.record({ hours: fc.nat({ max: 20 }), on: fc.nat({ max: 9 }) }), {
      minLength: 1,
      maxLength: 80,
    });
    fc.assert(
      fc.property(looks, (seen) => {
        let [now, use] = [NOON, noteUse(undefined, 0, NOON)];
        const all = [{ at: NOON, on: 0 }];
        for (const { hours, on } of seen) {
          now = now.add({ hours });
          use = noteUse(use, on, now);
          all.push({ at: now, on });
        }
        expect(use.peaks.length).toBeLessThanOrEqual(9);
        const week = now.subtract(DAYS(7)).epochMilliseconds;
        const most = Math.max(...all.filter(({ at }) => at.epochMilliseconds >= week).map(({ on }) => on));
        const eight = now.subtract(DAYS(8)).epochMilliseconds;
        const mostOfEight = Math.max(
          ...all.filter((_, index) => (all[index + 1]?.at ?? now).epochMilliseconds >= eight).map(({ on }) => on),
        );
        const known = weekOfUse({ ...use, since: now.subtract(DAYS(8)) }, now);
        expect(known).toBeGreaterThanOrEqual(most);
        expect(known).toBeLessThanOrEqual(mostOfEight);
      }),
    );
  });
});

/** Everything that can be said, of a pool of which most nodes are off and nothing is under way. */
function mostlyOff(): fc.Arbitrary<PlanInput> {
  return fullPlanInput().map((given) => ({
    ...given,
    pool: {
      ...given.pool,
      nodes: given.pool.nodes.map((node, index) => (index % 5 === 4 ? node : { ...node, state: 'deallocated' })),
    },
    memory: { ...given.memory, starting: [], failedGate: [] },
    timelines: given.timelines.slice(0, 1),
    work: undefined,
    announcements: [],
    siblings: [],
    maintenance: undefined,
    policy: {
      ...given.policy,
      deallocated: given.policy.deallocated ?? { atMost: 0, forAtMost: undefined, poolAtLeast: 1 },
    },
  }));
}

function aDuration(days: number) {
  return NOON.until(NOON.add(DAYS(days)));
}
