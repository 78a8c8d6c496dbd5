import type { Policy } from '../policy/policy.ts';
import { siblingIn } from '../policy/start-failure-ladder.ts';
import type { SiblingRequest } from './input/sibling.ts';
import type { PoolView } from './proposals.ts';

/**
 * The nodes that a pool asks of its sibling: those that it lacks, as long as its starts fail and none succeeds. Where the ladder has
 * steps before the sibling, a second failure must have shown that they are of no use.
 */
export function siblingRequestOf(view: PoolView): SiblingRequest | undefined {
  const { policy, memory, fleet, target, pool } = view;
  const step = siblingIn(policy.startFailure.ladder);
  const failures = memory.startBackOff?.failures ?? 0;
  if (step === undefined || policy.mode !== 'enforce' || failures < (step.isFirst ? 1 : 2)) return undefined;
  // A pool that is named as its own sibling has none.
  if (step.pool.toLowerCase() === pool.facts.poolId.toLowerCase()) return undefined;
  const nodes = target.min - fleet.ready;
  return nodes > 0 ? { pool: step.pool, nodes } : undefined;
}

/** The pool that a policy names as a sibling; `undefined` if it names none. */
export function siblingOf({ startFailure: { ladder } }: Pick<Policy, 'startFailure'>): string | undefined {
  return siblingIn(ladder)?.pool;
}
