import type { Temporal } from 'temporal-polyfill';
import type { JobSchedule } from '../../core/demand/job-schedule.ts';
import type { PoolDemand } from '../../core/demand/pool-demand.ts';
import { scheduledWork } from '../../core/demand/scheduled-work.ts';
import type { EffectivePolicy } from '../../core/plan/effective-policy.ts';
import type { PoolFacts } from '../../core/pool/snapshot.ts';

/** What is known of the job schedules of a pool. */
export interface ScheduledPoolWork {
  readonly facts: PoolFacts;
  readonly schedules: readonly JobSchedule[];
  readonly demand: PoolDemand | undefined;
  readonly now: Temporal.Instant;
}

/** What holds for a pool, with the work that its job schedules will bring among what is announced. */
export function withScheduledWork(
  effective: EffectivePolicy,
  { facts, schedules, demand, now }: ScheduledPoolWork,
): EffectivePolicy {
  if (effective.kind !== 'policy' || schedules.length === 0) return effective;
  const scheduled = scheduledWork(schedules, facts, { sizes: demand?.scheduled ?? [], now });
  return { ...effective, announcements: [...effective.announcements, ...scheduled] };
}
