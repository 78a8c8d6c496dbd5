import pLimit from 'p-limit';
import type { PlanSummary } from '../../core/plan/plan-summary.ts';

/** From this number of nodes on, the snapshot and the plan of a pool take megabytes. */
const LARGE = 2_000;
const AT_ONCE = 2;

export interface HasLooksInTurn {
  /** Reads a pool and decides: at once, or, if the pool was large at its last plan, when few other large pools are being read. */
  readonly lookInTurn: <Seen>(lastPlan: PlanSummary | undefined, look: () => Promise<Seen>) => Promise<Seen>;
}

/** The host runs two dozen evaluations concurrently. If all were of large pools, the process could run out of memory. */
export function largePoolsInTurn(): HasLooksInTurn {
  const turns = pLimit(AT_ONCE);
  return { lookInTurn: (lastPlan, look) => (nodesIn(lastPlan) < LARGE ? look() : turns(look)) };
}

function nodesIn(plan: PlanSummary | undefined): number {
  if (plan === undefined) return 0;
  return plan.left.reduce((sum, { nodes }) => sum + nodes, plan.acts.length);
}
