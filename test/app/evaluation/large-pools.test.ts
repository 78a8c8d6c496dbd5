import { expect, it } from 'vitest';
import { largePoolsInTurn } from '../../../src/app/evaluation/large-pools.ts';
import type { PlanSummary } from '../../../src/core/plan/plan-summary.ts';

/** The plan of a pool of so many nodes, one of which is to be stopped. */
function aPlanOf(nodes: number): PlanSummary {
  return {
    at: '2026-03-02T12:00:00Z',
    correlation: 'c1',
    policy: undefined,
    mode: undefined,
    target: undefined,
    leftAlone: undefined,
    acts: [{ node: 'n1', action: 'deallocate', rule: 'idle', reason: 'r' }],
    left: [{ rule: 'idle', nodes: nodes - 1, example: 'r' }],
  };
}

/** Looks at as many pools at the same time; gives the most that were looked at at once. */
async function mostAtOnce(plans: readonly (PlanSummary | undefined)[]): Promise<number> {
  const { lookInTurn } = largePoolsInTurn();
  let [now, most] = [0, 0];
  const looks = plans.map((plan) =>
    lookInTurn(plan, async () => {
      now += 1;
      most = Math.max(most, now);
      await Promise.resolve();
      now -= 1;
    }),
  );
  await Promise.all(looks);
  return most;
}

it.each([
  ['small', 1_999, 24],
  ['large', 2_000, 2],
])('of 24 %s pools of %d nodes, %d are looked at at once', async (_, nodes, atOnce) => {
  expect(await mostAtOnce(Array(24).fill(aPlanOf(nodes)))).toBe(atOnce);
});

it('a pool that was never planned waits for none', async () => {
  const unplanned = Array<undefined>(5).fill(undefined);
  expect(await mostAtOnce([...Array<PlanSummary>(5).fill(aPlanOf(10_000)), ...unplanned])).toBe(7);
});
