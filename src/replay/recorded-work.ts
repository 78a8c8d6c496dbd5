import type { DemandMinute } from '../core/demand/demand-minute.ts';
import type { JobRecord } from './workload.ts';

/** Tasks of one family that came, and began, in the same minute. */
interface Group {
  readonly family: string;
  readonly submittedMinute: number;
  readonly startedMinute: number;
  tasks: number;
}

/** Of tasks that nothing tells apart. */
const UNKNOWN = '*';
/** How families of job schedules are named: their times are known before. */
const SCHEDULED = 'schedule:';
const MINUTE_S = 60;
/** A look shows what has come since the look before it, a minute ago: it came in the middle of it on average. */
const HALF_S = 30;

/**
 * The jobs that the recorded demand of a pool stands for, in the order in which they came, in seconds since `fromMinute`. Of
 * tasks that wait the oldest is taken to start first, and of those of a family that run the oldest to end first: the work of
 * all together is as long as it was. What runs at the end of the record ends there; a hole makes the work before it longer.
 */
export function recordedWork(minutes: readonly DemandMinute[], fromMinute: number): readonly JobRecord[] {
  const work = new RecordedWork(fromMinute);
  for (const minute of minutes) work.see(minute);
  return work.end((minutes.at(-1)?.minute ?? fromMinute) + 1);
}

class RecordedWork {
  readonly #fromMinute: number;
  readonly #jobs: JobRecord[] = [];
  #waiting: Group[] = [];
  #running: Group[] = [];

  constructor(fromMinute: number) {
    this.#fromMinute = fromMinute;
  }

  see({ minute, waitingTasks, runningTasks, submittedTasks, families }: DemandMinute): void {
    const named = families.reduce((sum, family) => sum + family.submittedTasks, 0);
    for (const { family, submittedTasks: tasks } of families) this.#submit(family, minute, tasks);
    this.#submit(UNKNOWN, minute, submittedTasks - named);
    this.#submit(UNKNOWN, minute, waitingTasks - tasksOf(this.#waiting));
    this.#start(minute, tasksOf(this.#waiting) - waitingTasks);
    this.#submit(UNKNOWN, minute, runningTasks - tasksOf(this.#running));
    this.#start(minute, runningTasks - tasksOf(this.#running));
    for (const { family, endedTasks } of families) {
      const surplus = tasksOf(this.#running) - runningTasks;
      this.#endOf((group) => group.family === family, minute, Math.min(endedTasks, surplus));
    }
    this.#endOf(() => true, minute, tasksOf(this.#running) - runningTasks);
  }

  /** What waits at the end never ran: nobody knows for how long it would have. */
  end(minute: number): readonly JobRecord[] {
    this.#endOf(() => true, minute, tasksOf(this.#running));
    return this.#jobs.toSorted((a, b) => a.submittedS - b.submittedS);
  }

  #submit(family: string, minute: number, tasks: number): void {
    if (tasks > 0) this.#waiting.push({ family, submittedMinute: minute, startedMinute: Number.NaN, tasks });
  }

  #start(minute: number, tasks: number): void {
    const { taken, left } = takeFrom(this.#waiting, () => true, tasks);
    this.#waiting = left;
    this.#running.push(...taken.map((group) => ({ ...group, startedMinute: minute })));
  }

  #endOf(isWanted: (group: Group) => boolean, minute: number, tasks: number): void {
    const { taken, left } = takeFrom(this.#running, isWanted, tasks);
    this.#running = left;
    for (const { family, submittedMinute, startedMinute, tasks: ended } of taken) {
      this.#jobs.push({
        family,
        submittedS: Math.max(0, (submittedMinute - this.#fromMinute) * MINUTE_S - HALF_S),
        runS: Math.max(HALF_S, (minute - startedMinute) * MINUTE_S),
        tasks: ended,
        ...(family.startsWith(SCHEDULED) && { schedule: family.slice(SCHEDULED.length) }),
      });
    }
  }
}

function tasksOf(groups: readonly Group[]): number {
  return groups.reduce((sum, { tasks }) => sum + tasks, 0);
}

/** Takes some tasks from the front of those that are wanted. */
function takeFrom(groups: readonly Group[], isWanted: (group: Group) => boolean, tasks: number) {
  const taken: Group[] = [];
  const left: Group[] = [];
  let missing = tasks;
  for (const group of groups) {
    const part = missing > 0 && isWanted(group) ? Math.min(missing, group.tasks) : 0;
    if (part > 0) taken.push({ ...group, tasks: part });
    if (part < group.tasks) left.push({ ...group, tasks: group.tasks - part });
    missing -= part;
  }
  return { taken, left };
}

/** How many tasks of the recorded work a node takes at once: at most its slots, fewer where tasks need more than one. */
export function tasksPerNode(minutes: readonly DemandMinute[], slotsPerNode: number): number {
  const busy = minutes.filter(({ needed, runningTasks }) => needed > 0 && runningTasks > 0);
  const needed = busy.reduce((sum, minute) => sum + minute.needed, 0);
  const errorOf = (tasks: number) =>
    Math.abs(busy.reduce((sum, one) => sum + Math.ceil((one.waitingTasks + one.runningTasks) / tasks), 0) - needed);
  const choices = Array.from({ length: slotsPerNode }, (_, index) => slotsPerNode - index);
  return choices.reduce((best, tasks) => (errorOf(tasks) < errorOf(best) ? tasks : best), slotsPerNode);
}
