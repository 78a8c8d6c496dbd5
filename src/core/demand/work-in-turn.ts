import { Temporal } from 'temporal-polyfill';
import { counted } from '../text/counted.ts';
import { describeDuration } from '../time/describe-duration.ts';
import { isBefore, isOver } from '../time/instants.ts';
import type { JobCounts } from './counts-in-turn.ts';
import type { ActiveJob, JobWork } from './job-work.ts';

/** Older counts are not used. */
const LONGEST = Temporal.Duration.from({ minutes: 10 });

/** The counts of the jobs of a pool after some were counted again; jobs that were not found are removed. */
export function countsAfter(jobs: readonly ActiveJob[], { before, asked, found, now }: Counting): JobCounts {
  const foundOf = new Map(found.map((work) => [work.jobId, work]));
  const wasAsked = new Set(asked.map(({ jobId }) => jobId));
  return new Map(
    jobs.flatMap(({ jobId }) => {
      const [work, last] = [foundOf.get(jobId), before.get(jobId)];
      if (work !== undefined) return [[jobId, { work, at: now }] as const];
      return last === undefined || wasAsked.has(jobId) ? [] : [[jobId, last] as const];
    }),
  );
}

/** Jobs that were counted at an instant. */
export interface Counting {
  readonly before: JobCounts;
  readonly asked: readonly ActiveJob[];
  readonly found: readonly JobWork[];
  readonly now: Temporal.Instant;
}

/** The work of jobs as far as it was counted. */
export interface WorkInTurn {
  readonly jobs: readonly JobWork[];
  /** One sentence if jobs were never counted, or too long ago, so that their demand is not known. */
  readonly unknown: readonly string[];
  /** One sentence if older counts of jobs are used. */
  readonly because: readonly string[];
}

/** The work of the jobs of a pool by their latest counts. `gone` are jobs that Batch no longer has. */
export function workInTurn(
  jobs: readonly ActiveJob[],
  {
    counts,
    gone,
    now,
  }: { readonly counts: JobCounts; readonly gone: ReadonlySet<string>; readonly now: Temporal.Instant },
): WorkInTurn {
  const present = jobs.filter(({ jobId }) => !gone.has(jobId));
  const known = present.flatMap((job) => {
    const last = counts.get(job.jobId);
    return last === undefined || isOver(last.at, LONGEST, now) ? [] : [{ ...last, work: { ...last.work, ...job } }];
  });
  const earlier = known.filter(({ at }) => isBefore(at, now)).map(({ at }) => at);
  const unknown = present.length - known.length;
  return {
    jobs: known.map(({ work }) => work),
    unknown:
      unknown === 0 ? [] : [`what ${unknown} of ${counted(present.length, 'job')} want was not counted ${IN_TIME}`],
    because: earlier.length === 0 ? [] : [inTurn(earlier, present.length, now)],
  };
}

const IN_TIME = `in the last ${describeDuration(LONGEST)}: more calls than an account spends on its jobs at a tick`;

function inTurn(earlier: readonly Temporal.Instant[], jobs: number, now: Temporal.Instant): string {
  const [oldest = now] = earlier.toSorted(Temporal.Instant.compare);
  return `${earlier.length} of ${counted(jobs, 'job')} as they were counted up to ${describeDuration(oldest.until(now))} ago`;
}
