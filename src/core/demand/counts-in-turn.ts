import { Temporal } from 'temporal-polyfill';
import type { NodeSnapshot } from '../pool/snapshot.ts';
import type { EpochMilliseconds } from '../time/epoch.ts';
import { isOver } from '../time/instants.ts';
import type { ActiveJob, JobWork } from './job-work.ts';

/** The counts of a job, and their time. */
export interface CountedJob {
  readonly work: JobWork;
  readonly at: Temporal.Instant;
}

/** The last counts of the jobs of a pool, by job id. */
export type JobCounts = ReadonlyMap<string, CountedJob>;

/** A tick at which jobs of a pool are counted. */
export interface CountingTurn {
  readonly counts: JobCounts;
  /** The number of requests that may be made. */
  readonly calls: number;
  /** Since when no task has run in the pool although a node is ready; `undefined` if that is not known. */
  readonly restSince: EpochMilliseconds | undefined;
  readonly now: Temporal.Instant;
}

/**
 * A job that had no tasks is counted again after this time even if nodes are idle, because a task may need more nodes than are
 * idle.
 */
const LONGEST_WITHOUT_TASKS = Temporal.Duration.from({ minutes: 5 });
/** One request counts its tasks; another lists them if they may depend on each other. */
const MOST_FOR_A_JOB = 2;
/** A job with tasks is counted this many times as often as one without. */
const BUSY_WEIGHT = 4;

/**
 * Which jobs to count with a number of requests: first those that were never counted, then those that have waited longest; jobs
 * with tasks up to four times as often as others. If the nodes of a pool have been idle since a job without tasks was counted,
 * it has no runnable tasks, because these would run there. Such a job needs no request for five minutes.
 */
export function selectJobsToCount(jobs: readonly ActiveJob[], turn: CountingTurn): readonly ActiveJob[] {
  let left = turn.calls;
  return jobs
    .filter((job) => !isSpared(turn.counts.get(job.jobId), turn))
    .map((job) => ({ job, urgency: urgencyOf(turn.counts.get(job.jobId), turn.now) }))
    .toSorted((a, b) => (a.urgency === b.urgency ? 0 : b.urgency - a.urgency))
    .filter(({ job }) => {
      const calls = callsFor(job, turn.counts.get(job.jobId));
      if (calls > left) return false;
      left -= calls;
      return true;
    })
    .map(({ job }) => job);
}

/** Since when no task can have run in a pool: all ready nodes are idle and would take one. `undefined` if no node is ready. */
export function restSince(nodes: readonly NodeSnapshot[]): EpochMilliseconds | undefined {
  const ready = nodes.filter(({ state }) => state === 'idle' || state === 'running');
  const since = ready.map(({ state, stateSince, runningTasks }) =>
    state === 'idle' && runningTasks === 0 ? stateSince : undefined,
  );
  const known = since.filter((moment) => moment !== undefined);
  const takesTasks = ready.some(({ schedulingEnabled }) => schedulingEnabled === true);
  return known.length === since.length && takesTasks ? Math.max(...known) : undefined;
}

/** The share of an account's requests that one of its pools may use for its jobs: enough for at least one job. */
export function shareOfCalls(
  calls: number,
  { ofPool, ofAccount }: { readonly ofPool: number; readonly ofAccount: number },
): number {
  return Math.max(MOST_FOR_A_JOB, Math.floor((calls * ofPool) / Math.max(1, ofAccount)));
}

function isSpared(last: CountedJob | undefined, { restSince: since, now }: CountingTurn): boolean {
  if (last === undefined || since === undefined || !hasNone(last.work)) return false;
  return last.at.epochMilliseconds >= since && !isOver(last.at, LONGEST_WITHOUT_TASKS, now);
}

function urgencyOf(last: CountedJob | undefined, now: Temporal.Instant): number {
  if (last === undefined) return Number.POSITIVE_INFINITY;
  const isPatient = hasNone(last.work) && !isOver(last.at, LONGEST_WITHOUT_TASKS, now);
  return last.at.until(now).total('seconds') * (isPatient ? 1 : BUSY_WEIGHT);
}

/** The job has neither waiting nor running tasks. */
function hasNone({ active, running }: JobWork): boolean {
  return active?.tasks === 0 && running?.tasks === 0;
}

/** If tasks may depend on each other, the active ones are listed as well. */
function callsFor({ usesTaskDependencies }: ActiveJob, last: CountedJob | undefined): number {
  return usesTaskDependencies && last?.work.active?.tasks !== 0 ? MOST_FOR_A_JOB : 1;
}
