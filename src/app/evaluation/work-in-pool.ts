import { NO_SLOTS, pendingSlotsOf } from '../../core/demand/pending-slots.ts';
import { asksForWork, type EffectivePolicy } from '../../core/plan/effective-policy.ts';
import type { NodeSnapshot } from '../../core/pool/snapshot.ts';
import { describeError } from '../../core/text/describe-error.ts';
import type { EvaluationRequest } from '../../ports/evaluation-queue.ts';
import type { PoolWork } from '../forecast/pool-work.ts';
import type { HasCountsInTurn } from './count-in-turn.ts';
import type { HasJobsAt } from './jobs-at.ts';

/**
 * The waiting and running work of a pool, if its policy considers it. If it cannot be found out, it is not known: then no node
 * is started or deallocated because of work, and the schedules still apply.
 */
export async function workInPool(
  { countInTurn, activeJobsAt, jobSchedulesAt }: HasCountsInTurn & HasJobsAt,
  { facts, tick, nodes }: Pick<EvaluationRequest, 'facts' | 'tick'> & { readonly nodes: readonly NodeSnapshot[] },
  effective: EffectivePolicy,
): Promise<PoolWork> {
  if (!asksForWork(effective)) return { pending: undefined, jobs: undefined, schedules: [] };
  // Without the job schedules, nodes are not started ahead, but when the work is there.
  const schedules = await jobSchedulesAt(tick, facts.account).catch(() => []);
  try {
    const active = await activeJobsAt(tick, facts.account);
    const { jobs, unknown, because } = await countInTurn({ pool: facts, nodes, active, tick });
    const pending = pendingSlotsOf(jobs);
    return {
      pending: { ...pending, unknown: [...unknown, ...pending.unknown], because: [...because, ...pending.because] },
      jobs,
      schedules,
    };
  } catch (error) {
    const unknown = [`the jobs could not be read: ${describeError(error)}`];
    return { pending: { ...NO_SLOTS, unknown }, jobs: undefined, schedules };
  }
}
