import pLimit from 'p-limit';
import type { PlanSummary } from '../../core/plan/plan-summary.ts';

/** From so many nodes on what is seen of a pool, and decided, takes megabytes. */
const LARGE = 2_000;
const AT_ONCE = 2;

export interface HasLooksInTurn {
  /** Looks at a pool and decides: at once, or, if it was large when it was last planned, when few others are being looked at. */
  readonly lookInTurn: <Seen>(lastPlan: PlanSummary | undefined, look: () => Promise<Seen>) => Promise<Seen>;
}

/** The host runs two dozen evaluations at the same moment. Were all of them of large pools, the process could run out of memory. */
export function largePoolsInTurn(): HasLooksInTurn {
  const turns = pLimit(AT_ONCE);
  return { lookInTurn: (lastPlan, look) => (nodesIn(lastPlan) < LARGE ? look() : turns(look)) };
}

function nodesIn(plan: PlanSummary | undefined): number {
  if (plan === undefined) return 0;
  return plan.left.reduce((sum, { nodes }) => sum + nodes, plan.acts.length);
}
