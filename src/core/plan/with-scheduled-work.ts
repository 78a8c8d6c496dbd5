import { Temporal } from 'temporal-polyfill';
import type { Announcement } from '../demand/announcement.ts';
import { dependencyId, dependentWork } from '../demand/dependent-work.ts';
import { type JobSchedule, jobScheduleOf } from '../demand/job-schedule.ts';
import type { JobWork } from '../demand/job-work.ts';
import { periodicWork } from '../demand/periodic-work.ts';
import type { PoolDemand } from '../demand/pool-demand.ts';
import { scheduleActor, scheduledWork } from '../demand/scheduled-work.ts';
import type { Policy } from '../policy/policy.ts';
import type { PoolFacts } from '../pool/snapshot.ts';
import { instantOf } from '../time/epoch.ts';
import { isBefore } from '../time/instants.ts';
import type { EffectivePolicy } from './effective-policy.ts';

/** What is known of the future work of a pool. */
export interface ScheduledPoolWork {
  readonly facts: PoolFacts;
  readonly schedules: readonly JobSchedule[];
  /** `undefined` if they are not known. */
  readonly jobs: readonly JobWork[] | undefined;
  readonly demand: PoolDemand | undefined;
  readonly now: Temporal.Instant;
}

/**
 * The policy of a pool, with future work added to its announcements: the work of job schedules, the work that waits for running
 * tasks, and the work that families of jobs submit at regular intervals.
 */
export function withScheduledWork(effective: EffectivePolicy, known: ScheduledPoolWork): EffectivePolicy {
  if (effective.kind !== 'policy') return effective;
  const { facts, schedules, jobs = [], demand, now } = known;
  const scheduled = scheduledWork(schedules, facts, { sizes: demand?.scheduled ?? [], now });
  const dependent = dependentWork(jobs, facts, { runs: demand?.dependencies.runs ?? [], now });
  const toCome = [...scheduled, ...dependent, ...periodic(effective.policy, known)];
  const expected = [...toCome, ...workMeanwhile(toCome, known)];
  return expected.length === 0 ? effective : { ...effective, announcements: [...effective.announcements, ...expected] };
}

/** The usual work of a family is only likely, so only a forecast that acts starts nodes for it. */
function periodic({ forecast }: Policy, { facts, demand, now }: ScheduledPoolWork): readonly Announcement[] {
  return forecast?.mode === 'enforce' ? periodicWork(demand?.bursts ?? [], facts, now) : [];
}

/** Work that runs now may have ended by then. */
const SOON = { minutes: 30 } as const;

/** Nodes with running tasks are not free for future work, which needs nodes in addition. */
function workMeanwhile(
  toCome: readonly Announcement[],
  { facts: { account, poolId }, jobs = [], now }: ScheduledPoolWork,
): readonly Announcement[] {
  const soon = toCome.filter(({ by }) => isBefore(by, now.add(SOON)));
  const [first] = soon.map(({ by }) => by).toSorted(Temporal.Instant.compare);
  const last = soon
    .map(({ until }) => until)
    .toSorted(Temporal.Instant.compare)
    .at(-1);
  if (first === undefined || last === undefined) return [];
  // The tasks of an expected job that has begun are the ones for which the nodes are.
  const begun = new Set(toCome.filter(({ by }) => !isBefore(now, by)).map(({ actor }) => actor));
  const others = jobs.filter(({ jobId }) => !begun.has(scheduleActor(jobScheduleOf(jobId) ?? '')));
  const present = others.reduce((sum, job) => sum + (job.running?.slots ?? 0) + waitingSlots(job), 0);
  const ending = endingTasks(jobs, new Map(soon.map(({ id, by }) => [id, by.epochMilliseconds])));
  const untils = Map.groupBy(ending.values(), (endMs) => endMs);
  const actor = 'the tasks that run meanwhile';
  const stays = (slots: number, until: Temporal.Instant): readonly Announcement[] => {
    const meanwhile = {
      account,
      poolId,
      id: 'meanwhile',
      slots,
      by: first,
      until,
      note: actor,
      actor,
      isExpected: true,
    };
    return slots > 0 && isBefore(first, until) ? [meanwhile] : [];
  };
  return [
    ...stays(present - ending.size, last),
    ...[...untils].flatMap(([endMs, tasks]) => stays(tasks.length, instantOf(endMs))),
  ];
}

/** Runnable tasks that wait for a node will run soon. */
function waitingSlots({ runnable, active, usesTaskDependencies }: JobWork): number {
  if (runnable !== undefined) return runnable.atLeast.slots;
  return usesTaskDependencies ? 0 : (active?.slots ?? 0);
}

/** The nodes of tasks that end soon go to the tasks that wait for them: when, in milliseconds since the epoch. */
function endingTasks(jobs: readonly JobWork[], endMs: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  return new Map(
    jobs.flatMap(({ jobId, blocked = [] }) =>
      blocked.flatMap(({ waitsFor }) => {
        const end = endMs.get(dependencyId(jobId, waitsFor));
        return end === undefined ? [] : waitsFor.map(({ taskId }) => [`${jobId}/${taskId}`, end] as const);
      }),
    ),
  );
}
