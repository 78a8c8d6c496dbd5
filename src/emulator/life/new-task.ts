import { findPool } from '../world/find.ts';
import { newborn } from '../world/stamp.ts';
import type { Account, Job, Task, World } from '../world/world.ts';
import { count } from './task-life.ts';
import { enqueue } from './waiting.ts';

/** The definition of a new task; properties that are not named here are stored unchanged. */
export interface NewTask {
  readonly id: string;
  readonly commandLine: string;
  readonly requiredSlots: number;
  readonly [property: string]: unknown;
}

/** Adds a checked task to its job; it waits for a node from now on. */
export function addNewTask(
  world: World,
  account: Account,
  { job, wanted }: { readonly job: Job; readonly wanted: NewTask },
): Task {
  const { id, commandLine, requiredSlots, ...properties } = wanted;
  const born = newborn(world);
  const task: Task = {
    ...born,
    job,
    id,
    properties,
    commandLine,
    requiredSlots,
    state: 'active',
    stateTransitionTime: born.creationTime,
    previousState: undefined,
    previousStateTransitionTime: undefined,
    execution: { retryCount: 0, requeueCount: 0 },
    node: undefined,
    // A task of the same id may have been here before: what was planned for it must not happen to this one.
    run: born.ordinal,
  };
  job.tasks.set(id.toLowerCase(), task);
  count(task, 1);
  const pool = findPool(account, job.poolId);
  if (pool !== undefined) enqueue(pool, task);
  return task;
}
