import type { OpenTask, TaskListing } from './runnable.ts';
import { waitsForOpen } from './runnable.ts';

/** A task that runs, since when. */
export interface RunningTask {
  readonly taskId: string;
  /** In milliseconds since the epoch. */
  readonly startedMs: number;
}

/** Tasks that wait only for running tasks, the same for all of them. */
export interface BlockedTasks {
  readonly waitsFor: readonly RunningTask[];
  readonly tasks: number;
  readonly slots: number;
}

/** A task for which others wait. It has not ended, or has failed. */
export interface AwaitedTask {
  readonly taskId: string;
  /** In milliseconds since the epoch; `undefined` if it does not run. */
  readonly startedMs: number | undefined;
}

/** What the dependencies between the tasks of a job say. */
export interface TaskDependencies {
  /** Tasks that become runnable as soon as some running tasks have ended. */
  readonly blocked: readonly BlockedTasks[];
  /** The tasks for which others wait. */
  readonly awaited: readonly AwaitedTask[];
}

/** The dependencies in a listing; `undefined` if it is incomplete. */
export function dependenciesIn({ tasks, complete }: TaskListing): TaskDependencies | undefined {
  if (!complete) return undefined;
  const waiting = tasks.filter(({ state, dependsOn }) => state === 'active' && dependsOn !== undefined);
  const openFor = waitsForOpen(tasks);
  const groups = new Map<string, BlockedTasks>();
  const awaited = new Map<string, AwaitedTask>();
  for (const task of waiting) {
    const open = openFor(task);
    for (const one of open) awaited.set(one.id, { taskId: one.id, startedMs: runningOf(one)?.startedMs });
    const waitsFor = open.map(runningOf);
    const running = waitsFor.filter((one) => one !== undefined);
    if (running.length === 0 || running.length < waitsFor.length) continue;
    const key = running.map(({ taskId }) => taskId).join('\n');
    const known = groups.get(key) ?? { waitsFor: running, tasks: 0, slots: 0 };
    const slots = known.slots + task.requiredSlots * task.instances;
    groups.set(key, { ...known, tasks: known.tasks + 1, slots });
  }
  return { blocked: [...groups.values()], awaited: [...awaited.values()] };
}

function runningOf({ id, state, startedAt }: OpenTask): RunningTask | undefined {
  return state === 'running' && startedAt !== undefined
    ? { taskId: id, startedMs: startedAt.epochMilliseconds }
    : undefined;
}
