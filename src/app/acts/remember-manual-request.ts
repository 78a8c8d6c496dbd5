import type { Temporal } from 'temporal-polyfill';
import type { PoolMemory } from '../../core/memory/memory.ts';
import type { EffectivePolicy } from '../../core/plan/effective-policy.ts';
import type { PlannedAct } from '../../core/plan/plan-summary.ts';
import { rememberActs } from '../../core/plan/remember-acts.ts';
import { rememberManualActs } from '../../core/plan/remember-manual-acts.ts';
import type { AskedAct } from '../../ports/act-queue.ts';
import { nextEdgeOf } from '../evaluation/remember-inherited-request.ts';

/** What was done for a request. */
export interface ManualRequestRound {
  readonly asked: AskedAct;
  readonly effective: EffectivePolicy;
  readonly acts: readonly PlannedAct[];
  readonly now: Temporal.Instant;
}

/** What is remembered of a pool after nodes were started or deallocated by hand: also that it is to be so for a while. */
export function rememberManualRequest(memory: PoolMemory, round: ManualRequestRound): PoolMemory {
  const { asked, effective, acts, now } = round;
  const { action, correlation, actor: by } = asked;
  const made = acts.filter(({ outcome }) => outcome !== undefined);
  const after = rememberActs(memory, made, { at: now, correlation, policyId: undefined });
  return rememberManualActs(after, made, {
    action,
    noticed: now,
    until: asked.until ?? nextEdgeOf(effective, now),
    by,
  });
}
