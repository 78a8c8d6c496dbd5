import { describe, expect, it } from 'vitest';
import { actsObserved } from '../../../src/core/audit/observed-acts.ts';
import type { PlannedAct, PlanSummary } from '../../../src/core/plan/plan-summary.ts';
import { asciiJson } from '../../../src/core/text/ascii-json.ts';
import { NOON } from '../../support/builders.ts';

const CONTEXT = {
  at: NOON,
  actor: 'timer:evaluate-pools',
  pool: { account: 'demo', poolId: 'render' },
  correlation: 'c',
  policy: 'render@1',
};

/** A plan that deallocates this many nodes. */
function planOf(nodes: number): PlanSummary {
  const acts = Array.from({ length: nodes }, (_, index): PlannedAct => {
    const node = `tvmps_${String(index).padStart(64, '0')}_d`;
    const reason = 'idle since 2026-03-02T11:20:00Z, longer than PT20M; the schedule “Nächte” asks for none';
    return { node, action: 'deallocate', rule: 'idle', reason };
  });
  const plan = {
    at: NOON.toString(),
    correlation: 'c',
    policy: 'render@1',
    mode: 'observe',
    target: undefined,
  } as const;
  return { ...plan, leftAlone: undefined, acts, left: [] };
}

describe('the record of what a policy would do', () => {
  it('names every act', () => {
    const { acts } = planOf(300);
    expect(actsObserved(CONTEXT, planOf(300))).toMatchObject({
      reason: '300 acts would be done; the policy only observes',
      after: acts.map(({ node, action, reason }) => ({ node, action, reason })),
    });
  });

  it('fits into an entity for a pool of ten thousand nodes, and says how many acts it names', () => {
    const { reason, after } = actsObserved(CONTEXT, planOf(10_000));
    // An entity holds 1 MiB, and two bytes for each character: Azurite does not hold transactions to that.
    expect(asciiJson(after).length).toBeLessThan(500_000);
    const named = (after as readonly unknown[]).length;
    expect(named).toBeGreaterThan(500);
    expect(reason).toBe(`10000 acts would be done; the policy only observes; the first ${named} are named here`);
  });
});
