import type { Temporal } from 'temporal-polyfill';
import type { Announcement } from '../../core/demand/announcement.ts';
import { type FamilyWork, workByFamily } from '../../core/demand/job-family.ts';
import type { PendingSlots } from '../../core/demand/pending-slots.ts';
import { capacityRequestsOf } from '../../core/plan/effective-policy.ts';
import { explainCapacityRequests } from '../../core/plan/explain-capacity-requests.ts';
import {
  type ExplainedDecision,
  type ExplainedRule,
  explainDecisions,
  explainRules,
} from '../../core/plan/explain-rules.ts';
import { nextChangeAfter } from '../../core/plan/next-change.ts';
import { announcedAt } from '../../core/plan/rules/demand.ts';
import { nodesTakingPart } from '../../core/plan/taking-part.ts';
import type { PoolTarget } from '../../core/plan/target.ts';
import type { Mode } from '../../core/policy/policy.ts';
import type { RankedRequest } from '../../core/schedule/capacity-requests.ts';
import { AppError } from '../../ports/errors.ts';
import { type LookAtPoolPorts, lookAtPool } from './look-at-pool.ts';

/** The decision for a pool at an instant, with everything that supports or opposes it. */
export interface PoolExplanation {
  readonly account: string;
  readonly poolId: string;
  readonly at: Temporal.Instant;
  readonly policy: { readonly id: string; readonly mode: Mode; readonly because: string } | undefined;
  /** Why the pool is left alone as a whole. */
  readonly leftAlone: string | undefined;
  /** Remarks on the documents that apply, one sentence each. */
  readonly notes: readonly string[];
  readonly target: PoolTarget | undefined;
  /** The capacity requests of an override and the schedules at the instant, in order of precedence. */
  readonly requests: readonly RankedRequest[];
  /** Work that is announced for the instant. */
  readonly announcements: readonly Announcement[];
  /** Waiting and running work; not known for another instant than now. */
  readonly work: PendingSlots | undefined;
  /** The active jobs by family; empty if they are not known. */
  readonly families: readonly FamilyWork[];
  /** When `min` or `max` of the requested capacity differs next. */
  readonly nextChange: Temporal.Instant | undefined;
  /** Every rule in order, with its result, and why it won or lost. */
  readonly rules: readonly ExplainedRule[];
  readonly decisions: readonly ExplainedDecision[];
}

/** What to explain: a pool or one of its nodes, now or at another instant. */
export interface PoolQuestion {
  readonly account: string;
  readonly poolId: string;
  readonly nodeId?: string | undefined;
  readonly at?: Temporal.Instant | undefined;
}

/**
 * Explains the decision for a pool, or the decision at another instant if its nodes stayed as they are. The deciding code
 * itself gives the explanation.
 * @throws AppError AccountNotFound, PoolNotFound, NodeNotFound
 */
export async function explainPool(
  ports: LookAtPoolPorts,
  { account, poolId, nodeId, at }: PoolQuestion,
): Promise<PoolExplanation> {
  const seen = await lookAtPool(ports, { account, poolId, at });
  const { facts, nodes: listed, now, found, work, budget } = seen;
  const { pending } = work;
  const effective = seen.withWork(found);
  const plan = await seen.decide(found);
  const requests = capacityRequestsOf(effective, { from: now, until: now.add({ seconds: 1 }), budget });
  const poolSize = nodesTakingPart(listed, effective).length;
  const decisions = explainDecisions(plan, listed).filter(
    (decision) => nodeId === undefined || decision.nodeId.toLowerCase() === nodeId.toLowerCase(),
  );
  if (nodeId !== undefined && decisions.length === 0) {
    throw new AppError('NodeNotFound', `The pool '${poolId}' has no node '${nodeId}'.`);
  }
  return {
    account: facts.account,
    poolId: facts.poolId,
    at: now,
    policy:
      effective.kind === 'policy'
        ? { id: effective.name, mode: effective.policy.mode, because: effective.because }
        : undefined,
    leftAlone: plan.leftAlone,
    notes: effective.kind === 'policy' ? effective.notes : [],
    target: plan.target,
    requests: explainCapacityRequests(requests, now),
    announcements: announcedAt(requests, now),
    work: pending,
    families: workByFamily(work.jobs ?? []),
    nextChange: nextChangeAfter({ effective: found, facts, poolSize, budget }, now)?.at,
    rules: explainRules(plan),
    decisions,
  };
}
