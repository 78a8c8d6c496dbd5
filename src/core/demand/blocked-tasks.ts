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

/** The tasks of a listing that become runnable as soon as some running tasks have ended; none if the listing is incomplete. */
export function blockedByRunning({ tasks, complete }: TaskListing): readonly BlockedTasks[] {
  if (!complete) return [];
  const waiting = tasks.filter(({ state, dependsOn }) => state === 'active' && dependsOn !== undefined);
  if (waiting.length === 0) return [];
  const openFor = waitsForOpen(tasks);
  const groups = new Map<string, BlockedTasks>();
  for (const task of waiting) {
    const waitsFor = openFor(task).map(runningOf);
    const running = waitsFor.filter((one) => one !== undefined);
    if (running.length === 0 || running.length < waitsFor.length) continue;
    const key = running.map(({ taskId }) => taskId).join('\n');
    const known = groups.get(key) ?? { waitsFor: running, tasks: 0, slots: 0 };
    const slots = known.slots + task.requiredSlots * task.instances;
    groups.set(key, { ...known, tasks: known.tasks + 1, slots });
  }
  return [...groups.values()];
}

function runningOf({ id, state, startedAt }: OpenTask): RunningTask | undefined {
  return state === 'running' && startedAt !== undefined
    ? { taskId: id, startedMs: startedAt.epochMilliseconds }
    : undefined;
}
