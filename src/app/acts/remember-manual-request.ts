import type { Temporal } from 'temporal-polyfill';
import type { PoolMemory } from '../../core/memory/memory.ts';
import type { EffectivePolicy } from '../../core/plan/effective-policy.ts';
import type { PlannedAct } from '../../core/plan/plan-summary.ts';
import { rememberActs } from '../../core/plan/remember-acts.ts';
import { type ManualHold, rememberManualActs } from '../../core/plan/remember-manual-acts.ts';
import type { AskedAct } from '../../ports/act-queue.ts';
import { nextEdgeOf } from '../evaluation/remember-inherited-request.ts';

/** What one round of a request has done. */
export interface ManualRequestRound {
  readonly asked: AskedAct;
  readonly effective: EffectivePolicy;
  readonly acts: readonly PlannedAct[];
  readonly now: Temporal.Instant;
  /** When its acts have been answered. */
  readonly arrivedBy: Temporal.Instant;
}

/** The memory of a pool after a person has started or deallocated nodes; for a while, rules respect these acts. */
export function rememberManualRequest(memory: PoolMemory, round: ManualRequestRound): PoolMemory {
  const { asked, effective, acts, now, arrivedBy } = round;
  const { correlation } = asked;
  const made = acts.filter(({ outcome }) => outcome !== undefined);
  const after = rememberActs(memory, made, {
    ...{ at: now, decidedAt: now, arrivedBy },
    ...{ correlation, policyId: undefined },
  });
  return rememberManualActs(after, made, holdOf({ asked, effective, now }));
}

/** How long a request holds for its nodes, and for whom. */
export function holdOf({ asked, effective, now }: Pick<ManualRequestRound, 'asked' | 'effective' | 'now'>): ManualHold {
  const { action, actor: by, at: askedAt } = asked;
  return { action, noticed: now, until: untilOf(asked, effective), by, askedAt };
}

/** Until when a request holds: as it says, or until the first edge of the schedules after it. */
export function untilOf({ until, at }: Pick<AskedAct, 'until' | 'at'>, effective: EffectivePolicy): Temporal.Instant {
  return until ?? nextEdgeOf(effective, at);
}
