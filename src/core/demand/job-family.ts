import { FAMILY_METADATA, type Family, familyOf } from './family.ts';
import { jobScheduleOf } from './job-schedule.ts';
import type { ActiveJob, JobWork } from './job-work.ts';

/** The family of a job of the service, by all that is known of it. */
export function familyOfJob({ jobId, family }: Pick<ActiveJob, 'jobId' | 'family'>): Family {
  const metadata = new Map(family === undefined ? [] : [[FAMILY_METADATA, family]]);
  return familyOf({ jobId, jobScheduleId: jobScheduleOf(jobId), metadata });
}

/** What waits and runs of one family of jobs. */
export interface FamilyWork {
  readonly family: string;
  readonly jobs: number;
  readonly waitingTasks: number;
  readonly runningTasks: number;
  /** What it was recognised by, of its first job. */
  readonly because: string;
}

/** The active jobs by their families, those with most tasks first. Tasks that are not known count as none. */
export function workByFamily(work: readonly JobWork[]): readonly FamilyWork[] {
  const families = Map.groupBy(
    work.map((job) => ({ job, family: familyOfJob(job) })),
    ({ family }) => family.name,
  );
  return [...families]
    .map(([family, of]) => ({
      family,
      jobs: of.length,
      waitingTasks: of.reduce((sum, { job }) => sum + (job.active?.tasks ?? 0), 0),
      runningTasks: of.reduce((sum, { job }) => sum + (job.running?.tasks ?? 0), 0),
      because: of[0]?.family.because ?? '',
    }))
    .toSorted(
      (a, b) => b.waitingTasks + b.runningTasks - a.waitingTasks - a.runningTasks || (a.family < b.family ? -1 : 1),
    );
}
