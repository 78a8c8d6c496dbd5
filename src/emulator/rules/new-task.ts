import * as z from 'zod';
import { ENTITY_ID, KEPT, TASK_CONSTRAINTS } from '../bodies/common-schemas.ts';
import { BatchError } from '../http/batch-error.ts';
import { findPool } from '../world/find.ts';
import { newborn } from '../world/stamp.ts';
import { count } from '../world/task-life.ts';
import { enqueue } from '../world/waiting.ts';
import type { Account, Job, Task, World } from '../world/world.ts';
import { requireOpen } from './job-rules.ts';
import { checkDependencies, DEPENDENCIES, EXIT_CONDITIONS } from './task-rules.ts';

/** What a task is made from. https://learn.microsoft.com/rest/api/batchservice/tasks/create-task (api-version 2025-06-01) */
export const NEW_TASK = z.strictObject({
  id: ENTITY_ID,
  commandLine: z.string().min(1),
  requiredSlots: z.int().min(1).default(1),
  displayName: z.string().max(1024).optional(),
  exitConditions: EXIT_CONDITIONS.optional(),
  containerSettings: KEPT,
  resourceFiles: KEPT,
  outputFiles: KEPT,
  environmentSettings: KEPT,
  affinityInfo: KEPT,
  constraints: TASK_CONSTRAINTS.optional(),
  userIdentity: KEPT,
  multiInstanceSettings: KEPT,
  dependsOn: DEPENDENCIES.optional(),
  applicationPackageReferences: KEPT,
  authenticationTokenSettings: KEPT,
});

/**
 * Refuses a task that its job cannot take.
 * @throws BatchError JobCompleted, JobBeingTerminated, JobBeingDeleted, TaskExists, TaskDependenciesNotSpecifiedOnJob,
 *   TaskDependencyListTooLong
 */
export function checkNewTask(job: Job, { id, dependsOn }: z.infer<typeof NEW_TASK>): void {
  requireOpen(job);
  if (job.tasks.has(id.toLowerCase())) throw new BatchError('TaskExists');
  checkDependencies(job, dependsOn);
}

/** Adds a checked task to its job; it waits for a node from now on. */
export function addNewTask(
  world: World,
  account: Account,
  { job, wanted }: { readonly job: Job; readonly wanted: z.infer<typeof NEW_TASK> },
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
