import type { Temporal } from 'temporal-polyfill';
import { NO_LOAD, type TaskLoad } from './task-load.ts';

/** Which tasks could run if there were nodes, between two bounds. */
export interface Runnable {
  /** Those that wait for no other task beyond doubt. */
  readonly atLeast: TaskLoad;
  /** All that may be among them; `undefined` if no bound is known. */
  readonly atMost: TaskLoad | undefined;
}

/** A task that is not over, or that has failed in such a way that tasks depending on it never run. */
export interface OpenTask {
  readonly id: string;
  readonly state: 'active' | 'running' | 'failed';
  /** Task slots on each of its nodes. */
  readonly requiredSlots: number;
  /** Nodes that it needs at once: more than one for a multi-instance task. */
  readonly instances: number;
  /** What must have succeeded before; `undefined` if nothing. */
  readonly dependsOn: Dependencies | undefined;
  /** Of one that runs; `undefined` if not known. */
  readonly startedAt?: Temporal.Instant | undefined;
}

/** The tasks that a task depends on: ids in any letter case, and ranges of ids that are whole numbers. */
export interface Dependencies {
  readonly taskIds: readonly string[];
  /** Both ends are part of the range: 9 to 12 is `9`, `10`, `11` and `12`. */
  readonly taskIdRanges: readonly { readonly start: number; readonly end: number }[];
}

/** The open tasks of a job that were looked at. */
export interface TaskListing {
  readonly tasks: readonly OpenTask[];
  /** Are these all that there are? */
  readonly complete: boolean;
}

/**
 * Which of a job's active tasks could run now. A task is blocked as long as one that it depends on is open or has failed;
 * one that is neither is taken to have succeeded. From a listing that is not complete only those without dependencies
 * are certain, and of the others those are left out that depend on a task in the listing.
 */
// assumed: nobody depends on a task that has never been added; it would look as if it had succeeded.
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

/** The tasks of a listing that run. A multi-instance task holds slots on each of its nodes. */
export function runningOf({ tasks }: TaskListing): TaskLoad {
  return loadOf(tasks.filter(({ state }) => state === 'running'));
}

type IsBlocked = (task: OpenTask) => boolean;

function blockedAmong(tasks: readonly OpenTask[]): IsBlocked {
  const ids = new Set(tasks.map(({ id }) => id.toLowerCase()));
  const numbers = [...ids].filter((id) => /^(0|-?[1-9]\d*)$/.test(id)).map(Number);
  return ({ dependsOn }) =>
    dependsOn !== undefined &&
    (dependsOn.taskIds.some((id) => ids.has(id.toLowerCase())) ||
      dependsOn.taskIdRanges.some(({ start, end }) => numbers.some((number) => start <= number && number <= end)));
}

/** Gives for a task those open tasks that it depends on, in the order of the listing. */
export function waitsForOpen(tasks: readonly OpenTask[]): (task: OpenTask) => readonly OpenTask[] {
  const byId = new Map(tasks.map((task, index) => [task.id.toLowerCase(), { task, index }]));
  const numbered = [...byId].filter(([id]) => /^(0|-?[1-9]\d*)$/.test(id)).map(([id, of]) => [Number(id), of] as const);
  return ({ dependsOn }) => {
    const named = (dependsOn?.taskIds ?? []).flatMap((id) => byId.get(id.toLowerCase()) ?? []);
    const ranged = (dependsOn?.taskIdRanges ?? []).flatMap(({ start, end }) =>
      numbered.flatMap(([number, of]) => (start <= number && number <= end ? [of] : [])),
    );
    return [...new Set([...named, ...ranged])].toSorted((a, b) => a.index - b.index).map(({ task }) => task);
  };
}

/** What the service counts, less what is blocked for certain, and more for each further node of a multi-instance task. */
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

// assumed: the service counts the slots of a multi-instance task once, and not for each of its nodes.
function countedSlots(tasks: readonly OpenTask[]): number {
  return tasks.reduce((slots, { requiredSlots }) => slots + requiredSlots, 0);
}
