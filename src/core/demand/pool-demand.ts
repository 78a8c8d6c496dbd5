import { LONGEST_REST } from '../pool/tick.ts';
import { CLOCK_SKEW_MINUTES } from '../time/clock-skew.ts';
import { minuteOf } from '../time/epoch.ts';
import type { DemandMinute } from './demand-minute.ts';
import { demandSince, type JobTasks, largestFamilies } from './demand-since.ts';
import { type DependencyMemory, dependenciesAfter, NO_DEPENDENCIES } from './dependent-work.ts';
import { familyOfJob } from './job-family.ts';
import { jobScheduleOf } from './job-schedule.ts';
import { type DaySpending, spendingAfter } from './job-spending.ts';
import type { JobWork } from './job-work.ts';
import { burstsAfter, type FamilyBursts } from './periodic-work.ts';
import { type ScheduledSize, withSize } from './scheduled-work.ts';

/** The recently observed demand of a pool. */
export interface PoolDemand {
  /** The jobs at the last look. */
  readonly jobs: readonly JobTasks[];
  /** The last minutes, in order of time; missing minutes were not observed. */
  readonly minutes: readonly DemandMinute[];
  /** The sizes of the jobs of job schedules. */
  readonly scheduled: readonly ScheduledSize[];
  /** The task time of jobs and families, for today and yesterday. */
  readonly spending: readonly DaySpending[];
  /** The run times of tasks for which others wait. */
  readonly dependencies: DependencyMemory;
  /** The recent submissions of families. */
  readonly bursts: readonly FamilyBursts[];
}

/** An observation of the work of a pool. */
export interface WorkLook {
  readonly epochMilliseconds: number;
  /** Nodes of the pool. */
  readonly nodes?: number;
  readonly needed: number;
  /** Nodes that are paid for, and those of them that run tasks. */
  readonly paid: number;
  readonly busy: number;
  readonly work: readonly JobWork[];
  /**
   * When the pool was evaluated before, in minutes since the epoch, if it has not been since because nothing has changed;
   * `undefined` if a pool with this policy is evaluated every minute.
   */
  readonly restedSince?: number | undefined;
}

/** If there are more jobs, only the largest are compared with the next look. */
const MOST_JOBS = 300;

/** The demand after another look at the work of a pool. If the tasks of a job are not known, the minute stays a gap. */
export function demandAfter(before: PoolDemand | undefined, look: WorkLook): PoolDemand | undefined {
  const jobs = look.work.flatMap((work) => jobTasksOf(work) ?? []);
  if (jobs.length < look.work.length) return before;
  const change = demandSince(before?.jobs, jobs, before?.jobs[MOST_JOBS - 1]);
  const seen = {
    minute: minuteOf(look),
    ...(look.nodes !== undefined && { nodes: look.nodes }),
    needed: look.needed,
    paid: look.paid,
    busy: look.busy,
    waitingTasks: sum(jobs, ({ waiting }) => waiting),
    runningTasks: sum(jobs, ({ running }) => running),
    ...change,
  };
  const kept = jobs.toSorted((a, b) => b.waiting + b.running - a.waiting - a.running).slice(0, MOST_JOBS);
  return {
    jobs: kept,
    minutes: withMinute(withRest(before, look.restedSince, seen.minute), seen),
    bursts: burstsAfter(before?.bursts ?? [], seen.minute, seen.families),
    dependencies: dependenciesAfter(before?.dependencies ?? NO_DEPENDENCIES, look.work, look.epochMilliseconds),
    spending: spendingAfter(before?.spending ?? [], {
      minute: seen.minute,
      minutes: seen.minute - (before?.minutes.at(-1)?.minute ?? seen.minute),
      jobs,
    }),
    scheduled: look.work.reduce((sizes, job) => withScheduled(sizes, job, seen.minute), before?.scheduled ?? NO_SIZES),
  };
}

/** Splits the minutes into those older than others, which can be stored elsewhere, and the rest. */
export function splitDemand(
  demand: PoolDemand,
  oldest: number,
): { readonly older: readonly DemandMinute[]; readonly demand: PoolDemand } {
  const older = demand.minutes.filter(({ minute }) => minute < oldest);
  return { older, demand: { ...demand, minutes: demand.minutes.slice(older.length) } };
}

/** The tasks of a job; `undefined` if they are not known. */
function jobTasksOf({ jobId, active, running, completed, runnable, ...job }: JobWork): JobTasks | undefined {
  if (active === undefined || running === undefined) return undefined;
  const family = familyOfJob({ jobId, ...job }).name;
  const held = runnable?.atMost === undefined ? 0 : Math.max(0, active.tasks - runnable.atMost.tasks);
  return { jobId, family, waiting: active.tasks, running: running.tasks, ended: completed, ...(held > 0 && { held }) };
}

/** How late an evaluation after a rest may be, in minutes. */
const LATEST_MINUTES = 10;

/** The minutes before a look, with those of a rest before it: without jobs, they were like the last one. */
function withRest(
  before: PoolDemand | undefined,
  restedSince: number | undefined,
  minute: number,
): readonly DemandMinute[] {
  const last = before?.minutes.at(-1);
  if (before === undefined || last === undefined) return [];
  const rest = minute - last.minute - 1;
  const wasRecorded = restedSince !== undefined && Math.abs(restedSince - last.minute) <= 1;
  const isRest = rest > 0 && rest <= LONGEST_REST.total('minutes') + LATEST_MINUTES;
  if (!wasRecorded || !isRest || before.jobs.length > 0) return before.minutes;
  const still = { ...last, needed: 0, submittedTasks: 0, endedTasks: 0, families: [] };
  return [
    ...before.minutes,
    ...Array.from({ length: rest }, (_, index) => ({ ...still, minute: last.minute + index + 1 })),
  ];
}

/**
 * Two looks within one minute count as one: their submissions and ends are added. So do a look and an earlier one by a clock that
 * is ahead. By less than clocks may differ, the later minute stays; otherwise nothing would be recorded until it has come.
 */
function withMinute(minutes: readonly DemandMinute[], seen: DemandMinute): readonly DemandMinute[] {
  const last = minutes.at(-1)?.minute ?? seen.minute;
  const minute = last - seen.minute <= CLOCK_SKEW_MINUTES ? Math.max(last, seen.minute) : seen.minute;
  const since = minutes.filter((one) => one.minute >= minute);
  return [...minutes.slice(0, minutes.length - since.length), since.reduceRight(withLook, { ...seen, minute })];
}

function withLook(later: DemandMinute, before: DemandMinute): DemandMinute {
  return {
    ...later,
    needed: before.minute === later.minute ? Math.max(before.needed, later.needed) : later.needed,
    submittedTasks: before.submittedTasks + later.submittedTasks,
    endedTasks: before.endedTasks + later.endedTasks,
    families: largestFamilies([...before.families, ...later.families]),
  };
}

const NO_SIZES: readonly ScheduledSize[] = [];

function withScheduled(
  sizes: readonly ScheduledSize[],
  { jobId, active, runnable, running, completed }: JobWork,
  minute: number,
): readonly ScheduledSize[] {
  const scheduleId = jobScheduleOf(jobId);
  if (scheduleId === undefined) return sizes;
  const waiting = runnable?.atMost ?? active;
  // An ended task counts as one slot.
  const slots = (waiting?.slots ?? 0) + (running?.slots ?? 0) + (completed ?? 0);
  return withSize(sizes, { scheduleId, jobId, slots, minute });
}

function sum(jobs: readonly JobTasks[], of: (job: JobTasks) => number): number {
  return jobs.reduce((total, job) => total + of(job), 0);
}
