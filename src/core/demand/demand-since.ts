import { type DemandMinute, type FamilyMinute, MOST_FAMILIES } from './demand-minute.ts';

/** The tasks of one active job at a moment. */
export interface JobTasks {
  readonly jobId: string;
  readonly family: string;
  readonly waiting: number;
  readonly running: number;
  /** Ended so far, failed ones too; `undefined` if not known. */
  readonly ended: number | undefined;
}

/** What has come and gone in a pool between two looks. */
export type DemandChange = Pick<DemandMinute, 'submittedTasks' | 'endedTasks' | 'families'>;

/**
 * Compares the jobs of a pool with those of the look before. What a job has more of, in all states together, was submitted. A
 * job that is no longer there has ended with all that it had. Without a look before nothing is known to have come.
 */
export function demandSince(before: readonly JobTasks[] | undefined, now: readonly JobTasks[]): DemandChange {
  if (before === undefined) return { submittedTasks: 0, endedTasks: 0, families: [] };
  const earlier = new Map(before.map((job) => [job.jobId, job]));
  const present = new Set(now.map(({ jobId }) => jobId));
  const gone = before.filter(({ jobId }) => !present.has(jobId));
  const changes = [
    ...now.map((job) => changeOf(earlier.get(job.jobId), job)),
    ...gone.map(({ family, waiting, running }) => ({ family, submittedTasks: 0, endedTasks: waiting + running })),
  ];
  return {
    submittedTasks: changes.reduce((sum, { submittedTasks }) => sum + submittedTasks, 0),
    endedTasks: changes.reduce((sum, { endedTasks }) => sum + endedTasks, 0),
    families: largestFamilies(changes),
  };
}

function changeOf(before: JobTasks | undefined, job: JobTasks): FamilyMinute {
  const open = job.waiting + job.running;
  const openBefore = (before?.waiting ?? 0) + (before?.running ?? 0);
  const endedTasks = endedSince(before, job, Math.max(0, openBefore - open));
  return { family: job.family, submittedTasks: Math.max(0, open - openBefore + endedTasks), endedTasks };
}

/** Where it is not known how many tasks have ended, those that are missing have. */
function endedSince(before: JobTasks | undefined, { ended }: JobTasks, missing: number): number {
  if (ended === undefined) return missing;
  return Math.max(0, ended - (before === undefined ? 0 : (before.ended ?? ended)));
}

function largestFamilies(changes: readonly FamilyMinute[]): readonly FamilyMinute[] {
  const byFamily = Map.groupBy(changes, ({ family }) => family);
  return [...byFamily]
    .map(([family, ofFamily]) => ({
      family,
      submittedTasks: ofFamily.reduce((sum, { submittedTasks }) => sum + submittedTasks, 0),
      endedTasks: ofFamily.reduce((sum, { endedTasks }) => sum + endedTasks, 0),
    }))
    .filter((family) => weightOf(family) > 0)
    .toSorted((a, b) => weightOf(b) - weightOf(a) || (a.family < b.family ? -1 : 1))
    .slice(0, MOST_FAMILIES);
}

function weightOf({ submittedTasks, endedTasks }: FamilyMinute): number {
  return submittedTasks + endedTasks;
}
