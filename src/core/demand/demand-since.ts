import { type DemandMinute, type FamilyMinute, MOST_FAMILIES } from './demand-minute.ts';

/** The tasks of one active job at an instant. */
export interface JobTasks {
  readonly jobId: string;
  readonly family: string;
  readonly waiting: number;
  readonly running: number;
  /** Ended tasks, including failed ones; `undefined` if not known. */
  readonly ended: number | undefined;
  /** Waiting tasks that certainly wait for other tasks; missing in the memory of older versions. */
  readonly held?: number;
}

/** What was submitted and has ended in a pool between two looks. */
export type DemandChange = Pick<DemandMinute, 'submittedTasks' | 'endedTasks' | 'families'>;

/**
 * Compares the jobs of a pool with those of the previous look. If a job has more tasks than before, in all states together, the
 * difference was submitted. If a job is gone, all its tasks have ended. Without a previous look, nothing counts as submitted.
 *
 * If the previous look had too many jobs, only the largest were kept, down to `smallest`. A job that is not among them may have
 * been there with as many open tasks as the smallest, so only those beyond that number certainly are new.
 */
export function demandSince(
  before: readonly JobTasks[] | undefined,
  now: readonly JobTasks[],
  smallest?: JobTasks,
): DemandChange {
  if (before === undefined) return { submittedTasks: 0, endedTasks: 0, families: [] };
  const earlier = new Map(before.map((job) => [job.jobId, job]));
  const present = new Set(now.map(({ jobId }) => jobId));
  const gone = before.filter(({ jobId }) => !present.has(jobId));
  const changes = [
    ...now.map((job) => changeOf(earlier.get(job.jobId) ?? (smallest && leftOut(job, smallest)), job)),
    ...gone.map(({ family, waiting, running }) => ({ family, submittedTasks: 0, endedTasks: waiting + running })),
  ];
  return {
    submittedTasks: changes.reduce((sum, { submittedTasks }) => sum + submittedTasks, 0),
    endedTasks: changes.reduce((sum, { endedTasks }) => sum + endedTasks, 0),
    families: largestFamilies(changes),
  };
}

/** What is supposed of a job that was not kept. Its ended tasks, and those that waited for others, count as unchanged. */
function leftOut({ jobId, family, ...job }: JobTasks, smallest: JobTasks): JobTasks {
  return { jobId, family, waiting: Math.min(openTasks(job), openTasks(smallest)), running: 0, ended: undefined };
}

function openTasks({ waiting, running }: Pick<JobTasks, 'waiting' | 'running'>): number {
  return waiting + running;
}

function changeOf(before: JobTasks | undefined, job: JobTasks): FamilyMinute {
  const open = openTasks(job);
  const openBefore = before === undefined ? 0 : openTasks(before);
  const endedTasks = endedSince(before, job, Math.max(0, openBefore - open));
  const submittedTasks = Math.max(0, open - openBefore + endedTasks);
  return { family: job.family, submittedTasks, endedTasks, ...heldSince(before, job) };
}

/** If the previous look does not know which tasks waited for others, the number counts as unchanged. */
function heldSince(before: JobTasks | undefined, { held = 0 }: JobTasks): Pick<FamilyMinute, Dependent> {
  const more = held - (before === undefined ? 0 : (before.held ?? held));
  return dependentTasks({ heldTasks: Math.max(0, more), releasedTasks: Math.max(0, -more) });
}

type Dependent = 'heldTasks' | 'releasedTasks';

function dependentTasks({ heldTasks, releasedTasks }: Record<Dependent, number>): Pick<FamilyMinute, Dependent> {
  return { ...(heldTasks > 0 && { heldTasks }), ...(releasedTasks > 0 && { releasedTasks }) };
}

/** If it is not known how many tasks have ended, missing tasks count as ended. */
function endedSince(before: JobTasks | undefined, { ended }: JobTasks, missing: number): number {
  if (ended === undefined) return missing;
  return Math.max(0, ended - (before === undefined ? 0 : (before.ended ?? ended)));
}

/** Adds changes up by family; the largest are returned. */
export function largestFamilies(changes: readonly FamilyMinute[]): readonly FamilyMinute[] {
  const byFamily = Map.groupBy(changes, ({ family }) => family);
  return [...byFamily]
    .map(([family, ofFamily]) => {
      const sum = (of: (change: FamilyMinute) => number) => ofFamily.reduce((total, change) => total + of(change), 0);
      return {
        family,
        submittedTasks: sum(({ submittedTasks }) => submittedTasks),
        endedTasks: sum(({ endedTasks }) => endedTasks),
        ...dependentTasks({
          heldTasks: sum(({ heldTasks = 0 }) => heldTasks),
          releasedTasks: sum(({ releasedTasks = 0 }) => releasedTasks),
        }),
      };
    })
    .filter((family) => weightOf(family) > 0)
    .toSorted((a, b) => weightOf(b) - weightOf(a) || (a.family < b.family ? -1 : 1))
    .slice(0, MOST_FAMILIES);
}

function weightOf({ submittedTasks, endedTasks, releasedTasks = 0 }: FamilyMinute): number {
  return submittedTasks + endedTasks + releasedTasks;
}
