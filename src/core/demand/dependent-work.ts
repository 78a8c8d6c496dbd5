import { Temporal } from 'temporal-polyfill';
import type { PoolName } from '../pool/pool-name.ts';
import { counted } from '../text/counted.ts';
import { isBefore } from '../time/instants.ts';
import type { Announcement } from './announcement.ts';
import { withoutRunningParts } from './family.ts';
import { familyOfJob } from './job-family.ts';
import type { JobWork } from './job-work.ts';

/** A running task for which others wait. */
export interface Blocker {
  readonly jobId: string;
  readonly taskId: string;
  /** In milliseconds since the epoch. */
  readonly startedMs: number;
}

/** The run times of tasks of one kind: of the same family of jobs, with the same id except for its variable parts. */
export interface TaskRuns {
  readonly name: string;
  readonly minutes: number;
  readonly count: number;
}

/** The memory of tasks for which others wait. */
export interface DependencyMemory {
  readonly blockers: readonly Blocker[];
  readonly runs: readonly TaskRuns[];
}

/** Nothing was seen. */
export const NO_DEPENDENCIES: DependencyMemory = { blockers: [], runs: [] };

const MOST_BLOCKERS = 200;
const MOST_KINDS = 60;
/** The mean follows the latest runs. */
const REMEMBERED_RUNS = 20;
const MINUTE_MS = 60_000;
/** The end of a task is noticed at the next evaluation: half a minute later on average. */
const SEEN_LATE_MS = MINUTE_MS / 2;
/** Nodes wait at least this long for a task that takes longer than usual. */
const LEAST_PATIENCE_MINUTES = 5;
const PATIENCE_SHARE = 0.25;

/**
 * Learns the run times from the tasks that have ended since the last look. A task that others still wait for has not ended, even
 * if it does not run any more: it has failed, or will run again. In a job whose tasks are not known, no task has ended.
 */
export function dependenciesAfter(
  before: DependencyMemory,
  work: readonly JobWork[],
  epochMilliseconds: number,
): DependencyMemory {
  const present = work.flatMap(blockersIn);
  const jobs = new Map(work.map((job) => [job.jobId, job]));
  const awaited = new Set(
    work.flatMap(({ jobId, awaited: of = [] }) => of.map(({ taskId }) => keyOf({ jobId, taskId }))),
  );
  const unknown = before.blockers.filter(({ jobId }) => isUnknown(jobs.get(jobId)));
  const ended = before.blockers.filter(
    (blocker) => jobs.get(blocker.jobId)?.awaited !== undefined && !awaited.has(keyOf(blocker)),
  );
  const runs = new Map(before.runs.map((kind) => [kind.name, kind]));
  for (const blocker of ended) {
    const job = jobs.get(blocker.jobId);
    if (job === undefined) continue;
    const name = kindOf(job, blocker.taskId);
    const known = runs.get(name) ?? { name, minutes: 0, count: 0 };
    const count = Math.min(REMEMBERED_RUNS, known.count + 1);
    const ran = Math.max(0, epochMilliseconds - SEEN_LATE_MS - blocker.startedMs) / MINUTE_MS;
    runs.delete(name);
    runs.set(name, { name, minutes: known.minutes + (ran - known.minutes) / count, count });
  }
  return { blockers: [...present, ...unknown].slice(0, MOST_BLOCKERS), runs: [...runs.values()].slice(-MOST_KINDS) };
}

/**
 * The work that becomes runnable when running tasks end, as announcements for the time at which the last of them usually ends.
 * Empty if no such task has ended before.
 */
export function dependentWork(
  work: readonly JobWork[],
  { account, poolId }: PoolName,
  { runs, now }: { readonly runs: readonly TaskRuns[]; readonly now: Temporal.Instant },
): readonly Announcement[] {
  const minutesOf = new Map(runs.map(({ name, minutes }) => [name, minutes]));
  return work.flatMap((job) =>
    (job.blocked ?? []).flatMap(({ waitsFor, tasks, slots }) => {
      const ends = waitsFor.map(({ taskId, startedMs }) => {
        const minutes = minutesOf.get(kindOf(job, taskId));
        return minutes === undefined ? undefined : { minutes, endMs: startedMs + minutes * MINUTE_MS };
      });
      const last = ends.reduce((a, b) => (a === undefined || b === undefined ? undefined : a.endMs > b.endMs ? a : b));
      if (last === undefined) return [];
      const by = Temporal.Instant.fromEpochMilliseconds(Math.round(last.endMs));
      const patience = Math.max(LEAST_PATIENCE_MINUTES, last.minutes * PATIENCE_SHARE);
      const until = by.add({ milliseconds: Math.round(patience * MINUTE_MS) });
      if (!isBefore(now, until)) return [];
      return [
        {
          account,
          poolId,
          id: dependencyId(job.jobId, waitsFor),
          slots,
          by,
          until,
          note: noteOf(waitsFor, tasks, last.minutes),
          actor: `the dependencies of the job ${job.jobId}`,
          isExpected: true,
        },
      ];
    }),
  );
}

function noteOf([first, ...others]: readonly { readonly taskId: string }[], tasks: number, minutes: number): string {
  const ended = others.length === 0 ? 'has' : `and ${counted(others.length, 'other')} have`;
  return `${counted(tasks, 'task')} can run when ${first?.taskId} ${ended} ended, usually after ${Math.round(minutes)} min`;
}

/** The id of an announcement for tasks of a job that wait for others. */
export function dependencyId(jobId: string, waitsFor: readonly { readonly taskId: string }[]): string {
  return `dependencies:${jobId}:${waitsFor[0]?.taskId ?? ''}`;
}

function blockersIn({ jobId, awaited = [] }: JobWork): readonly Blocker[] {
  return awaited.flatMap(({ taskId, startedMs }) => (startedMs === undefined ? [] : [{ jobId, taskId, startedMs }]));
}

function isUnknown(job: JobWork | undefined): boolean {
  return job !== undefined && job.awaited === undefined;
}

function kindOf(job: JobWork, taskId: string): string {
  return `${familyOfJob(job).name}/${withoutRunningParts(taskId)}`.slice(0, 128);
}

function keyOf({ jobId, taskId }: Omit<Blocker, 'startedMs'>): string {
  return `${jobId}/${taskId}`;
}
