import type { Temporal } from 'temporal-polyfill';
import { limitsByHand, whyNotByHand } from '../../core/plan/limits-by-hand.ts';
import { leaveRequest, type ManualPlan, planManualRequest } from '../../core/plan/plan-manual-request.ts';
import type { AskedAct } from '../../ports/act-queue.ts';
import { untilOf } from '../acts/remember-manual-request.ts';
import { requireActable } from '../acts/request-act.ts';
import { type LookAtPoolPorts, lookAtPool } from '../pools/look-at-pool.ts';
import { describeActs, type Effect } from './effect.ts';

/**
 * The effect of a request to start or deallocate nodes. The code that carries out the request computes it, and nothing is done.
 * @throws AppError InvalidRequest, AccountNotFound, PoolNotFound, PoolLeftAlone, EmergencyStopped, NodeNotFound
 */
export async function effectOfAct(ports: LookAtPoolPorts, asked: Omit<AskedAct, 'correlation'>): Promise<Effect> {
  await requireActable(ports, asked);
  const { facts, nodes, memory, found, shared, now } = await lookAtPool(ports, asked.pool);
  const refused = whyNotByHand(found, asked.action);
  const plan: ManualPlan =
    refused === undefined
      ? planManualRequest({
          ...limitsByHand(found),
          action: asked.action,
          choice: asked.nodes,
          pool: { facts, nodes },
          memory,
          shared,
          done: [],
          taken: 0,
          at: asked.at,
          now,
        })
      : leaveRequest(refused);
  return {
    at: now,
    says: sayPlan(plan, untilOf(asked, found)),
    pools: [],
    acts: plan.acts.map(({ nodeId, action, reason }) => ({ node: nodeId, action, reason })),
    left: plan.left.map(({ nodeId, reason }) => ({ node: nodeId, reason })),
    avoided: [],
    warnings: [],
  };
}

function sayPlan({ acts, left, held, waiting, leftAlone }: ManualPlan, until: Temporal.Instant): string {
  if (leftAlone !== undefined) return `The pool is left alone: ${leftAlone}.`;
  const later = waiting === undefined ? '' : `, ${waiting.nodes} more wait: ${waiting.limit.because}`;
  const kept = held.length === 0 ? '' : `; ${held.length} are so already, and are kept so until ${until}`;
  const others = left.length - held.length;
  const stay = others === 0 ? '' : `; ${others} stay as they are`;
  return `At once ${describeActs(acts)}${later}${kept}${stay}.`;
}
