import { jobsByPool } from '../../core/demand/job-work.ts';
import { NO_SLOTS, type PendingSlots, pendingSlotsOf } from '../../core/demand/pending-slots.ts';
import { asksForWork, type EffectivePolicy } from '../../core/plan/effective-policy.ts';
import { describeError } from '../../core/text/describe-error.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { EvaluationRequest } from '../../ports/evaluation-queue.ts';
import type { HasJobsAt } from './jobs-at.ts';

/**
 * The task slots that wait and run in a pool; `undefined` where its policy does not ask for them. Where they cannot be found
 * out they are unknown, which starts nothing and lets nothing go; the schedules are kept all the same.
 */
export async function pendingSlots(
  { batch, activeJobsAt }: HasBatchReader & HasJobsAt,
  { facts, tick }: Pick<EvaluationRequest, 'facts' | 'tick'>,
  effective: EffectivePolicy,
): Promise<PendingSlots | undefined> {
  if (!asksForWork(effective)) return undefined;
  try {
    const jobs = jobsByPool(await activeJobsAt(tick, facts.account))(facts.poolId);
    return pendingSlotsOf(await batch.countWork(facts.account, jobs));
  } catch (error) {
    return { ...NO_SLOTS, unknown: [`the jobs could not be read: ${describeError(error)}`] };
  }
}
