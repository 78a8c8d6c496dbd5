import { FAMILY_METADATA, type Family, familyOf } from './family.ts';
import { jobScheduleOf } from './job-schedule.ts';
import type { ActiveJob, JobWork } from './job-work.ts';

/** The family of a job in Batch, from all that is known of the job. */
export function familyOfJob({ jobId, family }: Pick<ActiveJob, 'jobId' | 'family'>): Family {
  const metadata = new Map(family === undefined ? [] : [[FAMILY_METADATA, family]]);
  return familyOf({ jobId, jobScheduleId: jobScheduleOf(jobId), metadata });
}

/** The waiting and running work of one family of jobs. */
export interface FamilyWork {
  readonly family: string;
  readonly jobs: number;
  readonly waitingTasks: number;
  readonly runningTasks: number;
  /** How its first job was recognized. */
  readonly because: string;
}

/** The active jobs by family, those with the most tasks first. Unknown tasks count as none. */
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
