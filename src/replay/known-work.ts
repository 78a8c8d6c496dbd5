import { Temporal } from 'temporal-polyfill';
import type { BlockedTasks } from '../core/demand/blocked-tasks.ts';
import type { JobSchedule } from '../core/demand/job-schedule.ts';
import type { JobWork } from '../core/demand/job-work.ts';
import type { SimulatedPool } from './simulated-pool.ts';
import type { Workload, WorkloadJob } from './workload.ts';

/** What the service shows of work besides counts: job schedules with their next runs, and jobs with their task dependencies. */
export interface ShownWork {
  readonly schedules: readonly JobSchedule[];
  readonly jobs: readonly JobWork[];
}

/** A job may be submitted in parts: parts within so many seconds of the first belong to the same run of a schedule. */
const SAME_RUN_S = 600;
/** The most stages of dependent tasks of one family that task ids distinguish. */
const MOST_STAGES = 20;

/**
 * Shows the work of a simulated pool as the service shows that of a real pool: the next run of each job schedule, and tasks
 * that wait for others. Jobs that depend on one another, and the jobs of one run of a schedule, are shown as one job of the
 * service.
 */
export class KnownWork {
  readonly #workload: Workload;
  readonly #startEpochS: number;
  readonly #runsOf: ReadonlyMap<string, readonly number[]>;
  /** The places of the parts of each job of the service, by the place of its first part. */
  readonly #partsOf: ReadonlyMap<number, readonly number[]>;
  readonly #firstOf: readonly number[];
  /** For each place, the length of the chain of jobs that it waits for. */
  readonly #depthOf: readonly number[];
  readonly #nameOf = new Map<number, string>();
  readonly #open = new Set<number>();
  #seen = 0;

  private constructor(workload: Workload, startEpochS: number) {
    this.#workload = workload;
    this.#startEpochS = startEpochS;
    this.#runsOf = runsBySchedule(workload.jobs);
    for (const [schedule, runs] of this.#runsOf) this.#nameJobs(schedule, runs);
    const firstOf = firstsOf(workload.jobs, this.#nameOf);
    this.#firstOf = firstOf;
    this.#depthOf = depthsOf(workload.jobs);
    this.#partsOf = Map.groupBy(workload.jobs.keys(), (place) => firstOf[place] ?? place);
  }

  /** `undefined` for work without job schedules and dependencies, of which nothing is known before it is submitted. */
  static of(workload: Workload, startEpochS: number): KnownWork | undefined {
    const isKnown = workload.jobs.some(({ schedule, after }) => schedule !== undefined || after !== undefined);
    return isKnown ? new KnownWork(workload, startEpochS) : undefined;
  }

  /** The work that is shown at `nowS`, in seconds since the workload begins. */
  at(nowS: number, pool: Pick<SimulatedPool, 'progress' | 'startedS'>): ShownWork {
    for (; this.#seen < pool.progress.submitted; this.#seen++) this.#open.add(this.#firstOf[this.#seen] ?? this.#seen);
    const jobs: JobWork[] = [];
    for (const first of this.#open) {
      const parts = (this.#partsOf.get(first) ?? []).filter((place) => place < pool.progress.submitted);
      jobs.push(this.#jobOf(first, parts, { nowS, progress: pool.progress, startedS: pool.startedS }));
      // A job is shown one last time after its last task has ended.
      if (parts.every((place) => pool.progress.isOver(place))) this.#open.delete(first);
    }
    return { jobs, schedules: [...this.#runsOf].map(([id, runs]) => this.#scheduleOf(id, runs, nowS)) };
  }

  #nameJobs(schedule: string, runs: readonly number[]): void {
    for (const [place, job] of this.#workload.jobs.entries()) {
      if (job.schedule !== schedule) continue;
      const run = runs.findLastIndex((atS) => atS <= job.submittedS);
      this.#nameOf.set(place, `${schedule}:job-${run + 1}`);
    }
  }

  #scheduleOf(id: string, runs: readonly number[], nowS: number): JobSchedule {
    const next = runs.findIndex((atS) => atS > nowS);
    const [lastS, nextS] = [runs[next - 1], runs[next]];
    return {
      id,
      poolId: 'replay',
      nextRun: nextS === undefined ? undefined : this.#instantOf(nextS),
      interval:
        lastS === undefined || nextS === undefined
          ? undefined
          : Temporal.Duration.from({ seconds: Math.round(nextS - lastS) }),
    };
  }

  #jobOf(first: number, parts: readonly number[], moment: Moment): JobWork {
    const { started, ended, runnableS } = moment.progress;
    const sum = (count: (place: number) => number) => parts.reduce((total, place) => total + count(place), 0);
    const waiting = (place: number) => (this.#job(place)?.tasks ?? 0) - (started[place] ?? 0);
    const active = sum(waiting);
    const runnable = sum((place) => (Number.isNaN(runnableS[place]) ? 0 : waiting(place)));
    const running = sum((place) => (started[place] ?? 0) - (ended[place] ?? 0));
    const blocked = parts.flatMap((place) => this.#blockedAt(place, moment) ?? []);
    return {
      jobId: this.#nameOf.get(first) ?? `${this.#job(first)?.family}-${first}`,
      poolId: 'replay',
      priority: 0,
      maxParallelTasks: undefined,
      usesTaskDependencies: parts.some((place) => this.#job(place)?.after !== undefined),
      active: loadOf(active),
      running: loadOf(running),
      runnable: { atLeast: loadOf(runnable), atMost: loadOf(runnable) },
      completed: sum((place) => ended[place] ?? 0),
      blocked,
      awaited: blocked.flatMap(({ waitsFor }) => waitsFor),
    };
  }

  /** The tasks of a job that wait only for running tasks; `undefined` if there are none. */
  #blockedAt(place: number, { progress, startedS, nowS }: Moment): BlockedTasks | undefined {
    const { after, tasks } = this.#job(place) ?? {};
    const before = after === undefined ? undefined : this.#job(after);
    if (after === undefined || before === undefined || tasks === undefined) return undefined;
    if (!Number.isNaN(progress.runnableS[place]) || (progress.started[after] ?? 0) < before.tasks) return undefined;
    const stage = '+'.repeat(Math.min(this.#depthOf[after] ?? 0, MOST_STAGES));
    const waitsFor = Array.from({ length: before.tasks }, (_, task) => ({
      taskId: `${before.family}${stage}-${task}`,
      startS: startedS[before.firstTask + task] ?? nowS,
    }))
      .filter(({ startS }) => startS + before.runS > nowS)
      .map(({ taskId, startS }) => ({ taskId, startedMs: Math.round((this.#startEpochS + startS) * 1000) }));
    return waitsFor.length === 0 ? undefined : { waitsFor, tasks, slots: tasks };
  }

  #job(place: number): WorkloadJob | undefined {
    return this.#workload.jobs[place];
  }

  #instantOf(atS: number): Temporal.Instant {
    return Temporal.Instant.fromEpochMilliseconds(Math.round((this.#startEpochS + atS) * 1000));
  }
}

interface Moment extends Pick<SimulatedPool, 'progress' | 'startedS'> {
  readonly nowS: number;
}

/** For each place, the first place of its job of the service: of its run of a schedule, or of the job that it waits for. */
function firstsOf(jobs: readonly WorkloadJob[], nameOf: ReadonlyMap<number, string>): readonly number[] {
  const firstOfRun = new Map([...nameOf].toReversed().map(([place, run]) => [run, place]));
  const firstOf: number[] = [];
  for (const [place, { after }] of jobs.entries()) {
    const ofRun = firstOfRun.get(nameOf.get(place) ?? '') ?? place;
    firstOf.push(after === undefined ? ofRun : (firstOf[after] ?? place));
  }
  return firstOf;
}

/** For each place, the length of the chain of jobs that it waits for. */
function depthsOf(jobs: readonly WorkloadJob[]): readonly number[] {
  const depthOf: number[] = [];
  for (const { after } of jobs) depthOf.push(after === undefined ? 0 : (depthOf[after] ?? 0) + 1);
  return depthOf;
}

function runsBySchedule(jobs: readonly WorkloadJob[]): ReadonlyMap<string, readonly number[]> {
  const runs = new Map<string, number[]>();
  for (const { schedule, submittedS } of jobs) {
    if (schedule === undefined) continue;
    const known = runs.get(schedule) ?? [];
    if (submittedS - (known.at(-1) ?? Number.NEGATIVE_INFINITY) > SAME_RUN_S) known.push(submittedS);
    runs.set(schedule, known);
  }
  return runs;
}

function loadOf(tasks: number) {
  return { tasks, slots: tasks };
}
