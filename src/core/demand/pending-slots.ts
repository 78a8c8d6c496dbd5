import type { JobWork } from './job-work.ts';
import type { Runnable } from './runnable.ts';
import { type SlotDemand, slotDemand } from './slot-demand.ts';
import { NO_LOAD, type TaskLoad } from './task-load.ts';

/** The task slots that the jobs of a pool request. */
export interface PendingSlots {
  /** The certain demand: nodes are *started* only for this. Never above `possible`. */
  readonly certain: SlotDemand;
  /** The largest possible demand, as far as it is known: nodes are *kept* for this. */
  readonly possible: SlotDemand;
  /**
   * What is not known, one sentence each. If there is any, even `possible` may be too small, so no node is deallocated for lack
   * of work.
   */
  readonly unknown: readonly string[];
  /** Why fewer slots count than the active tasks need, one sentence each. */
  readonly capped: readonly string[];
  /** The demand of each job, one sentence each. All lists are ordered by priority, the highest first, then by job id. */
  readonly because: readonly string[];
}

/** Nothing waits and nothing runs. */
export const NO_SLOTS: PendingSlots = {
  certain: slotDemand([], []),
  possible: slotDemand([], []),
  unknown: [],
  capped: [],
  because: [],
};

/**
 * The task slots that the jobs of one pool hold, and those that they would hold at once if there were nodes: of the active
 * tasks those that wait for no other task, and at most as many as `maxParallelTasks` allows. The slots of that many tasks come
 * from the average of the job, rounded up. The order of the jobs does not matter.
 */
export function pendingSlotsOf(work: readonly JobWork[]): PendingSlots {
  const jobs = work.toSorted(byPriority).map(pendingOf);
  return {
    certain: slotDemand(
      jobs.map(({ certain }) => certain),
      jobs.map(({ running }) => running),
    ),
    possible: slotDemand(
      jobs.flatMap(({ certain, further }) => [certain, further]),
      jobs.map(({ running }) => running),
    ),
    unknown: jobs.flatMap(({ unknown }) => unknown),
    capped: jobs.flatMap(({ capped }) => capped),
    because: jobs.flatMap(({ because }) => because),
  };
}

/** The demand of one job. */
interface PendingJob extends Pick<PendingSlots, 'unknown' | 'capped' | 'because'> {
  readonly running: TaskLoad;
  /** Tasks that would certainly run at once. */
  readonly certain: TaskLoad;
  /** Tasks that may run in addition. */
  readonly further: TaskLoad;
}

function pendingOf(work: JobWork): PendingJob {
  const runnable = runnableIn(work);
  const room = roomIn(work);
  const certain = capTo(runnable.atLeast, room.certain);
  const possible = capTo(runnable.atMost ?? NO_LOAD, room.possible);
  return {
    running: work.running ?? NO_LOAD,
    certain,
    further: beyond(possible, certain),
    unknown: whatIsUnknown(work, runnable),
    capped: [...whyBlocked(work, runnable), ...whyCapped(work, runnable, room)],
    because: whatIsAsked(work, larger(possible, certain)),
  };
}

function runnableIn({ active, runnable, usesTaskDependencies }: JobWork): Runnable {
  if (runnable !== undefined) return runnable;
  return { atLeast: usesTaskDependencies || active === undefined ? NO_LOAD : active, atMost: active };
}

/** How many more tasks may run. */
interface Room {
  readonly certain: number;
  readonly possible: number;
}

function roomIn({ maxParallelTasks: limit, running }: JobWork): Room {
  if (limit === undefined || limit < 0)
    return { certain: Number.POSITIVE_INFINITY, possible: Number.POSITIVE_INFINITY };
  if (running === undefined) return { certain: 0, possible: limit };
  const room = Math.max(0, limit - running.tasks);
  return { certain: room, possible: room };
}

function capTo(load: TaskLoad, room: number): TaskLoad {
  if (load.tasks <= room) return load;
  return { tasks: room, slots: Math.ceil((load.slots * room) / load.tasks) };
}

function beyond(load: TaskLoad, less: TaskLoad): TaskLoad {
  return { tasks: Math.max(0, load.tasks - less.tasks), slots: Math.max(0, load.slots - less.slots) };
}

function larger(a: TaskLoad, b: TaskLoad): TaskLoad {
  return { tasks: Math.max(a.tasks, b.tasks), slots: Math.max(a.slots, b.slots) };
}

function whatIsUnknown({ jobId, running }: JobWork, { atMost }: Runnable): readonly string[] {
  return [
    ...(atMost === undefined ? [`job ${jobId}: how many of its tasks wait is not known`] : []),
    ...(running === undefined ? [`job ${jobId}: how many of its tasks run is not known`] : []),
  ];
}

function whyBlocked({ jobId, active }: JobWork, { atLeast, atMost }: Runnable): readonly string[] {
  if (active === undefined || atMost === undefined) return [];
  const blocked = active.tasks - atMost.tasks;
  const doubtful = atMost.tasks - atLeast.tasks;
  return [
    ...(blocked > 0 ? [`job ${jobId}: ${blocked} of ${tasks(active.tasks)} that are active wait for others`] : []),
    ...(doubtful > 0 ? [`job ${jobId}: whether ${tasks(doubtful)} wait for others is not known`] : []),
  ];
}

function whyCapped({ jobId, maxParallelTasks, running }: JobWork, { atMost }: Runnable, room: Room): readonly string[] {
  const wanted = atMost?.tasks ?? 0;
  if (wanted <= room.possible) return [];
  const beside = running === undefined ? '' : `, ${running.tasks} do`;
  return [
    `job ${jobId}: ${room.possible} more of ${tasks(wanted)} may run (maxParallelTasks ${maxParallelTasks}${beside})`,
  ];
}

function whatIsAsked({ jobId, priority, running }: JobWork, waiting: TaskLoad): readonly string[] {
  const held = running ?? NO_LOAD;
  if (waiting.tasks + held.tasks === 0) return [];
  const rank = priority === undefined ? '' : ` (priority ${priority})`;
  const asked = `${tasks(waiting.tasks)} waiting for ${slots(waiting.slots)}`;
  return [`job ${jobId}${rank}: ${asked}, ${tasks(held.tasks)} running in ${slots(held.slots)}`];
}

function tasks(count: number): string {
  return count === 1 ? '1 task' : `${count} tasks`;
}

function slots(count: number): string {
  return count === 1 ? '1 slot' : `${count} slots`;
}

function byPriority(a: JobWork, b: JobWork): number {
  const [first, second] = [a.priority ?? Number.NEGATIVE_INFINITY, b.priority ?? Number.NEGATIVE_INFINITY];
  if (first !== second) return first > second ? -1 : 1;
  return a.jobId < b.jobId ? -1 : Number(a.jobId > b.jobId);
}
