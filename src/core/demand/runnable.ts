import type { Temporal } from 'temporal-polyfill';
import { numberIn, type TaskIdRange, withinRanges } from './task-id-ranges.ts';
import { NO_LOAD, type TaskLoad } from './task-load.ts';

/** How many tasks could run if there were nodes: a lower and an upper bound. */
export interface Runnable {
  /** Tasks that certainly wait for no other task. */
  readonly atLeast: TaskLoad;
  /** All tasks that may be runnable; `undefined` if no bound is known. */
  readonly atMost: TaskLoad | undefined;
}

/** A task that has not ended, or has failed so that tasks that depend on it never run. */
export interface OpenTask {
  readonly id: string;
  readonly state: 'active' | 'running' | 'failed';
  /** Task slots on each of its nodes. */
  readonly requiredSlots: number;
  /** Nodes that it needs at the same time: more than one for a multi-instance task. */
  readonly instances: number;
  /** The tasks that must have succeeded before; `undefined` if there are none. */
  readonly dependsOn: Dependencies | undefined;
  /** For a running task; `undefined` if not known. */
  readonly startedAt?: Temporal.Instant | undefined;
}

/** The tasks on which a task depends: ids in any letter case, and ranges of ids that are integers. */
export interface Dependencies {
  readonly taskIds: readonly string[];
  /** Both ends are included: 9 to 12 is `9`, `10`, `11` and `12`. */
  readonly taskIdRanges: readonly TaskIdRange[];
}

/** The open tasks of a job that were listed. */
export interface TaskListing {
  readonly tasks: readonly OpenTask[];
  /** Is the list complete? */
  readonly complete: boolean;
}

/**
 * Which of a job's active tasks are runnable. A task is blocked while one on which it depends is open or has failed; a task
 * that is neither counts as succeeded. In an incomplete listing, only tasks without dependencies are certain; of the others,
 * those that depend on a listed task are excluded.
 */
// assumed: no task depends on one that was never added, which would count as succeeded.
export function runnableOf({ tasks, complete }: TaskListing, active: TaskLoad | undefined): Runnable {
  const isBlocked = blockedAmong(tasks);
  const waiting = tasks.filter(({ state }) => state === 'active');
  if (complete) {
    const free = loadOf(waiting.filter((task) => !isBlocked(task)));
    return { atLeast: free, atMost: free };
  }
  const atLeast = loadOf(waiting.filter(({ dependsOn }) => dependsOn === undefined));
  return { atLeast, atMost: active && atMostOf(waiting, { active, isBlocked, atLeast }) };
}

/** The running tasks of a listing. A multi-instance task holds slots on each of its nodes. */
export function runningOf({ tasks }: TaskListing): TaskLoad {
  return loadOf(tasks.filter(({ state }) => state === 'running'));
}

type IsBlocked = (task: OpenTask) => boolean;

function blockedAmong(tasks: readonly OpenTask[]): IsBlocked {
  const ids = new Set(tasks.map(({ id }) => id.toLowerCase()));
  const numbers = [...ids].map(numberIn).filter((number) => number !== undefined);
  return ({ dependsOn }) =>
    dependsOn !== undefined &&
    (dependsOn.taskIds.some((id) => ids.has(id.toLowerCase())) || numbers.some(withinRanges(dependsOn.taskIdRanges)));
}

/** Returns for a task the open tasks on which it depends, in the order of the listing. */
export function waitsForOpen(tasks: readonly OpenTask[]): (task: OpenTask) => readonly OpenTask[] {
  const known = tasks.map((task) => ({ task, id: task.id.toLowerCase(), number: numberIn(task.id) }));
  return ({ dependsOn }) => {
    if (dependsOn === undefined) return [];
    const ids = new Set(dependsOn.taskIds.map((id) => id.toLowerCase()));
    const isWithin = withinRanges(dependsOn.taskIdRanges);
    return known
      .filter(({ id, number }) => ids.has(id) || (number !== undefined && isWithin(number)))
      .map(({ task }) => task);
  };
}

/**
 * The active tasks that Batch counts, without those that are certainly blocked, plus the further nodes of multi-instance tasks.
 */
function atMostOf(
  waiting: readonly OpenTask[],
  {
    active,
    isBlocked,
    atLeast,
  }: { readonly active: TaskLoad; readonly isBlocked: IsBlocked; readonly atLeast: TaskLoad },
): TaskLoad {
  const blocked = waiting.filter(isBlocked);
  const free = waiting.filter((task) => !isBlocked(task));
  const furtherSlots = loadOf(free).slots - countedSlots(free);
  return {
    tasks: Math.max(active.tasks - blocked.length, atLeast.tasks),
    slots: Math.max(active.slots - countedSlots(blocked) + furtherSlots, atLeast.slots),
  };
}

function loadOf(tasks: readonly OpenTask[]): TaskLoad {
  return tasks.reduce(
    (load, { requiredSlots, instances }) => ({ tasks: load.tasks + 1, slots: load.slots + requiredSlots * instances }),
    NO_LOAD,
  );
}

// assumed: Batch counts the slots of a multi-instance task once, not for each of its nodes.
function countedSlots(tasks: readonly OpenTask[]): number {
  return tasks.reduce((slots, { requiredSlots }) => slots + requiredSlots, 0);
}
