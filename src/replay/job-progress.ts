import type { Workload, WorkloadJob } from './workload.ts';

/** A task that starts. */
export interface NextTask {
  readonly job: number;
  readonly task: number;
  readonly runS: number;
}

/**
 * The progress of the jobs of a workload. Runnable jobs wait in one queue, in the order in which they became runnable. A job
 * that waits for another joins the queue when the last task of that job has ended. Jobs are identified by their places in the
 * workload; times are in seconds.
 */
export class JobProgress {
  /** When the tasks of each job became runnable; `NaN` if they are not runnable yet. */
  readonly runnableS: Float64Array;
  readonly started: Int32Array;
  readonly ended: Int32Array;
  /** How many jobs were submitted. */
  submitted = 0;
  readonly #jobs: readonly WorkloadJob[];
  readonly #waitingFor = new Map<number, number[]>();
  readonly #queue: number[] = [];
  #front = 0;

  constructor({ jobs }: Workload) {
    this.#jobs = jobs;
    this.runnableS = new Float64Array(jobs.length).fill(Number.NaN);
    this.started = new Int32Array(jobs.length);
    this.ended = new Int32Array(jobs.length);
  }

  /** Submits a job. @returns how many tasks it makes runnable */
  submit(place: number, nowS: number): number {
    this.submitted = place + 1;
    const after = this.#jobs[place]?.after;
    if (after === undefined || this.isOver(after)) return this.#release(place, nowS);
    this.#waitingFor.set(after, [...(this.#waitingFor.get(after) ?? []), place]);
    return 0;
  }

  /** Starts the first task of the queue; `undefined` if none waits. */
  startTask(): NextTask | undefined {
    for (; this.#front < this.#queue.length; this.#front++) {
      const place = this.#queue[this.#front] ?? 0;
      const job = this.#jobs[place];
      const started = this.started[place] ?? 0;
      if (job === undefined || started >= job.tasks) continue;
      this.started[place] = started + 1;
      return { job: place, task: job.firstTask + started, runS: job.runS };
    }
    return undefined;
  }

  /** Ends a task. @returns how many other tasks that makes runnable */
  endTask(place: number, nowS: number): number {
    this.ended[place] = (this.ended[place] ?? 0) + 1;
    if (!this.isOver(place)) return 0;
    const next = this.#waitingFor.get(place) ?? [];
    this.#waitingFor.delete(place);
    return next.reduce((tasks, waiting) => tasks + this.#release(waiting, nowS), 0);
  }

  isOver(place: number): boolean {
    return (this.ended[place] ?? 0) >= (this.#jobs[place]?.tasks ?? 0);
  }

  #release(place: number, nowS: number): number {
    this.runnableS[place] = nowS;
    this.#queue.push(place);
    return this.#jobs[place]?.tasks ?? 0;
  }
}
