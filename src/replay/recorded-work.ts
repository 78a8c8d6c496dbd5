import type { DemandMinute, FamilyMinute } from '../core/demand/demand-minute.ts';
import { type Release, type TaskGroup, TaskQueues } from './task-groups.ts';
import type { JobRecord } from './workload.ts';

/** The family of tasks whose family was not recorded. */
const UNKNOWN = '*';
/** The prefix of the families of job schedules, whose times are known in advance. */
const SCHEDULED = 'schedule:';
const MINUTE_S = 60;
/** A look shows what was submitted in the minute since the previous look: on average, in the middle of it. */
const HALF_S = 30;

/**
 * The jobs that the recorded demand of a pool implies, in order of submission, in seconds since `fromMinute`. The oldest
 * waiting task is assumed to start first, and the oldest running task of a family to end first, which keeps the total run time.
 * Tasks that waited for others run after the tasks of their family whose end released them. Tasks that run at the end of the
 * record end there. A gap in the record lengthens the work before it.
 */
export function recordedWork(minutes: readonly DemandMinute[], fromMinute: number): readonly JobRecord[] {
  const work = new RecordedWork(fromMinute);
  for (const minute of minutes) work.see(minute);
  return work.end((minutes.at(-1)?.minute ?? fromMinute) + 1);
}

/** The key of all tasks that can run. */
const ANY = '';

/** Tasks that have ended. */
interface Ended {
  readonly group: TaskGroup;
  readonly minute: number;
}

interface Submitted {
  readonly tasks: number;
  /** Do they wait for other tasks of their family? */
  readonly isHeld: boolean;
}

class RecordedWork {
  readonly #fromMinute: number;
  readonly #ended: Ended[] = [];
  /** Tasks that can run, whatever their family. */
  readonly #runnable = new TaskQueues();
  /** Tasks that wait for others, and running ones, by family. */
  readonly #held = new TaskQueues();
  readonly #running = new TaskQueues();

  constructor(fromMinute: number) {
    this.#fromMinute = fromMinute;
  }

  see({ minute, waitingTasks, runningTasks, submittedTasks, families }: DemandMinute): void {
    const named = families.reduce((sum, family) => sum + family.submittedTasks, 0);
    for (const { family, submittedTasks: tasks, heldTasks = 0 } of families) {
      const held = Math.min(tasks, heldTasks);
      this.#submit(family, minute, { tasks: tasks - held, isHeld: false });
      this.#submit(family, minute, { tasks: held, isHeld: true });
    }
    this.#submit(UNKNOWN, minute, { tasks: submittedTasks - named, isHeld: false });
    this.#submit(UNKNOWN, minute, { tasks: waitingTasks - this.#waitingTasks, isHeld: false });
    const releases = new Map(families.map((family) => [family.family, this.#release(family, minute)]));
    this.#start(minute, this.#waitingTasks - waitingTasks);
    this.#submit(UNKNOWN, minute, { tasks: runningTasks - this.#running.tasks, isHeld: false });
    this.#start(minute, runningTasks - this.#running.tasks);
    for (const { family, endedTasks } of families) {
      const surplus = this.#running.tasks - runningTasks;
      const ended = this.#endTasks(minute, Math.min(endedTasks, surplus), family);
      const release = releases.get(family);
      if (release !== undefined) release.after = ended.findLast((group) => group.release !== release);
    }
    this.#endTasks(minute, this.#running.tasks - runningTasks);
  }

  /** Ends the record. Tasks that still wait are left out, because their run time is unknown. */
  end(minute: number): readonly JobRecord[] {
    this.#endTasks(minute, this.#running.tasks);
    return jobsOf(this.#ended, this.#fromMinute);
  }

  get #waitingTasks(): number {
    return this.#runnable.tasks + this.#held.tasks;
  }

  #submit(family: string, submittedMinute: number, { tasks, isHeld }: Submitted): void {
    if (tasks <= 0) return;
    const group = { family, submittedMinute, startedMinute: Number.NaN, release: undefined, tasks };
    if (isHeld) this.#held.add(group, family);
    else this.#runnable.add(group, ANY);
  }

  /** Releases tasks that waited for others of their family. */
  #release({ family, releasedTasks = 0 }: FamilyMinute, minute: number): Release | undefined {
    if (releasedTasks === 0) return undefined;
    const release: Release = { minute, after: undefined };
    for (const group of this.#held.take(releasedTasks, family)) this.#runnable.add({ ...group, release }, ANY);
    return release;
  }

  /** Held tasks start only if no other task is left: then their release was not recorded. */
  #start(minute: number, tasks: number): void {
    const free = Math.min(tasks, this.#runnable.tasks);
    for (const group of [...this.#runnable.take(free), ...this.#held.take(tasks - free)])
      this.#running.add({ ...group, startedMinute: minute }, group.family);
  }

  /** Ends running tasks, of a family or of all. */
  #endTasks(minute: number, tasks: number, family?: string): readonly TaskGroup[] {
    const taken = this.#running.take(tasks, family);
    for (const group of taken) this.#ended.push({ group, minute });
    return taken;
  }
}

/** The ended tasks as jobs, in order of submission. A job that others wait for has an id. */
function jobsOf(ended: readonly Ended[], fromMinute: number): readonly JobRecord[] {
  const came = new Map<TaskGroup, number>();
  const blockerOf = new Map<TaskGroup, TaskGroup>();
  for (const { group } of ended) {
    const { release, submittedMinute } = group;
    const blocker = release?.after;
    // A group can only wait for one submitted before it; otherwise only the time of its release is known.
    const isKnown = blocker !== undefined && (came.get(blocker) ?? Number.POSITIVE_INFINITY) <= submittedMinute;
    if (isKnown) blockerOf.set(group, blocker);
    came.set(group, release === undefined || isKnown ? submittedMinute : release.minute);
  }
  const blockers = new Set(blockerOf.values());
  const idOf = new Map([...blockers].map((group, index) => [group, `${index}`]));
  return ended
    .map(({ group, minute }): JobRecord => {
      const { family, startedMinute, tasks } = group;
      const [id, blocker] = [idOf.get(group), blockerOf.get(group)];
      const after = blocker && idOf.get(blocker);
      return {
        family,
        submittedS: Math.max(0, ((came.get(group) ?? minute) - fromMinute) * MINUTE_S - HALF_S),
        runS: Math.max(HALF_S, (minute - startedMinute) * MINUTE_S),
        tasks,
        ...(family.startsWith(SCHEDULED) && { schedule: family.slice(SCHEDULED.length) }),
        ...(id !== undefined && { id }),
        ...(after !== undefined && { after }),
      };
    })
    .toSorted((a, b) => a.submittedS - b.submittedS);
}

/** How many tasks of the recorded work a node runs at once: at most its slots, fewer if tasks need more than one slot. */
export function tasksPerNode(minutes: readonly DemandMinute[], slotsPerNode: number): number {
  const busy = minutes.filter(({ needed, runningTasks }) => needed > 0 && runningTasks > 0);
  const needed = busy.reduce((sum, minute) => sum + minute.needed, 0);
  const errorOf = (tasks: number) =>
    Math.abs(busy.reduce((sum, one) => sum + Math.ceil((one.waitingTasks + one.runningTasks) / tasks), 0) - needed);
  const choices = Array.from({ length: slotsPerNode }, (_, index) => slotsPerNode - index);
  return choices.reduce((best, tasks) => (errorOf(tasks) < errorOf(best) ? tasks : best), slotsPerNode);
}
