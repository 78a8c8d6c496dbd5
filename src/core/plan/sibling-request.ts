import type { Policy } from '../policy/policy.ts';
import { siblingIn } from '../policy/start-failure-ladder.ts';
import type { SiblingRequest } from './input/sibling.ts';
import type { PoolView } from './proposals.ts';
import { targetOf } from './target.ts';

/**
 * The nodes that a pool requests from its sibling: those that it lacks itself, while its starts fail and none succeeds. If the
 * ladder has steps before the sibling, it does so only after a second failure.
 */
export function siblingRequestOf(view: PoolView): SiblingRequest | undefined {
  const { policy, memory, fleet, pool } = view;
  const step = siblingIn(policy.startFailure.ladder);
  const failures = memory.startBackOff?.failures ?? 0;
  if (step === undefined || policy.mode !== 'enforce' || failures < (step.isFirst ? 1 : 2)) return undefined;
  // A pool cannot be its own sibling.
  if (step.pool.toLowerCase() === pool.facts.poolId.toLowerCase()) return undefined;
  const nodes = ownMinimum(view) - fleet.ready;
  return nodes > 0 ? { pool: step.pool, nodes } : undefined;
}

/**
 * What others request of a pool is not passed on: the requests of two pools that are each other's sibling would grow with each
 * plan, up to all nodes of both.
 */
function ownMinimum(view: PoolView): number {
  return view.siblings.length === 0 ? view.target.min : targetOf({ ...view, siblings: [] }, view.fleet).min;
}

/** The sibling that a policy names; `undefined` if it names none. */
export function siblingOf({ startFailure: { ladder } }: Pick<Policy, 'startFailure'>): string | undefined {
  return siblingIn(ladder)?.pool;
}
