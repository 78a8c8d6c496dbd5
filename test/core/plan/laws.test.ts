import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { PlanInput } from '../../../src/core/plan/input/plan-input.ts';
import { nextLook } from '../../../src/core/plan/next-look.ts';
import { planPool } from '../../../src/core/plan/plan-pool.ts';
import type { Act } from '../../../src/core/pool/act.ts';
import { isReadyState } from '../../../src/core/pool/node-state.ts';
import type { NodeSnapshot } from '../../../src/core/pool/snapshot.ts';
import { nodesIn } from '../../../src/core/schedule/amount.ts';
import { capacityAt } from '../../../src/core/schedule/capacity-at.ts';
import { policy, pool, schedule } from '../../support/arbitraries.ts';
import { aTimeline, NO_BUDGET, NOON, NOTHING_ELSE } from '../../support/builders.ts';

const RUNS = { numRuns: 500 };

function planInput(): fc.Arbitrary<PlanInput> {
  const known = fc.record({
    pool: pool(),
    policy: policy(),
    timelines: fc.array(schedule(), { maxLength: 2 }).map((schedules) => schedules.map((each) => aTimeline(each))),
    now: fc.integer({ min: -30, max: 30 }).map((offset) => NOON.add({ minutes: offset })),
  });
  return known.map((input) => ({ ...NOTHING_ELSE, ...input }));
}

function dedicatedOf({ pool: { nodes } }: PlanInput) {
  return nodes.filter(({ dedicated }) => dedicated === true);
}

function isRightState(action: Act, node: NodeSnapshot | undefined, now: Temporal.Instant): boolean {
  if (node === undefined) return false;
  return action === 'start' ? node.state === 'deallocated' : node.state === 'idle' && isBeyondDoubt(node, now);
}

function isBeyondDoubt(node: NodeSnapshot, now: Temporal.Instant): boolean {
  const begun = node.stateSince !== undefined && node.stateSince <= now.epochMilliseconds;
  return begun && node.schedulingEnabled !== false && !((node.runningTasks ?? 0) > 0);
}

describe('a plan', () => {
  it('has one decision with a reason for each node', () => {
    fc.assert(
      fc.property(planInput(), (input) => {
        const { decisions } = planPool(input);
        expect(decisions.map(({ nodeId }) => nodeId)).toEqual(input.pool.nodes.map(({ id }) => id).toSorted());
        for (const { reason } of decisions) expect(reason).not.toBe('');
      }),
      RUNS,
    );
  });

  it('is the same for the same snapshot and instant, whatever the order of the nodes', () => {
    const shuffled = planInput().chain((input) =>
      fc.tuple(fc.constant(input), fc.shuffledSubarray([...input.pool.nodes], { minLength: input.pool.nodes.length })),
    );
    fc.assert(
      fc.property(shuffled, ([input, nodes]) => {
        expect(planPool({ ...input, pool: { ...input.pool, nodes } })).toEqual(planPool(input));
      }),
      RUNS,
    );
  });

  it('deallocates only nodes idle beyond doubt and starts only deallocated ones, none of them Spot', () => {
    fc.assert(
      fc.property(planInput(), (input) => {
        const acts = planPool(input).acts.map(({ nodeId, action }) => ({
          action,
          node: input.pool.nodes.find(({ id }) => id === nodeId),
        }));
        expect(acts).toSatisfy(() => acts.every(({ node }) => node?.dedicated === true));
        expect(acts).toSatisfy(() => acts.every(({ action, node }) => isRightState(action, node, input.now)));
      }),
      RUNS,
    );
  });

  it('leaves the minimum ready, and of the idle nodes those to keep unless the maximum forbids them', () => {
    fc.assert(
      fc.property(planInput(), (input) => {
        const dedicated = dedicatedOf(input);
        const gone = planPool(input).acts.filter(({ action }) => action === 'deallocate');
        if (gone.length === 0) return;
        const { min } = capacityAt(input.timelines, input.now, dedicated.length);
        const ready = dedicated.filter(({ state }) => isReadyState(state)).length;
        expect(ready - gone.length).toBeGreaterThanOrEqual(min);
        const byTimeout = gone.filter(({ rule }) => rule === 'idle').length;
        const idle = dedicated.filter(({ state }) => state === 'idle').length;
        if (byTimeout > 0) expect(idle - gone.length).toBeGreaterThanOrEqual(input.policy.idle?.keep ?? 0);
      }),
      RUNS,
    );
  });

  it('never exceeds a budget, and never both starts and deallocates', () => {
    fc.assert(
      fc.property(planInput(), (input) => {
        const size = dedicatedOf(input).length;
        const acts = planPool(input).acts;
        for (const action of ['start', 'deallocate'] as const) {
          const budget = input.policy.budget[action];
          const count = acts.filter((act) => act.action === action).length;
          expect(count).toBeLessThanOrEqual(budget === undefined ? size : nodesIn(budget, size));
        }
        expect(new Set(acts.map(({ action }) => action)).size).toBeLessThanOrEqual(1);
      }),
      RUNS,
    );
  });

  it('asks for nothing more once its acts have been taken and nothing else has changed', () => {
    const unlimited = planInput().map((input) => ({
      ...input,
      policy: { ...input.policy, budget: NO_BUDGET },
    }));
    fc.assert(
      fc.property(unlimited, (input) => {
        const acts = new Map(planPool(input).acts.map(({ nodeId, action }) => [nodeId, action]));
        const nodes = input.pool.nodes.map((node) => {
          const act = acts.get(node.id);
          if (act === undefined) return node;
          return {
            ...node,
            state: act === 'start' ? ('starting' as const) : ('deallocating' as const),
            stateSince: input.now.epochMilliseconds,
          };
        });
        expect(planPool({ ...input, pool: { ...input.pool, nodes } }).acts).toEqual([]);
      }),
      RUNS,
    );
  });
});

describe('nextLook', () => {
  it('comes before anything is to be done in a pool that does not change', () => {
    const later = fc.tuple(planInput(), fc.integer({ min: 1, max: 60 * 60 * 20 }));
    fc.assert(
      fc.property(later, ([input, seconds]) => {
        const plan = planPool(input);
        const look = nextLook(input, plan);
        const now = input.now.add({ seconds });
        if (look !== undefined && Temporal.Instant.compare(now, look) >= 0) return;
        expect(plan.acts).toEqual([]);
        expect(planPool({ ...input, now }).acts).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });
});
