import type * as z from 'zod';
import type { DEPENDENCIES, NEW_TASK } from '../bodies/task-schema.ts';
import { BatchError } from '../http/batch-error.ts';
import type { Job } from '../world/world.ts';
import { requireOpen } from './job-rules.ts';

/**
 * Refuses a task that its job does not accept.
 * @throws BatchError JobCompleted, JobBeingTerminated, JobBeingDeleted, TaskExists, TaskDependenciesNotSpecifiedOnJob,
 *   TaskDependencyListTooLong
 */
export function checkNewTask(job: Job, { id, dependsOn }: z.infer<typeof NEW_TASK>): void {
  requireOpen(job);
  if (job.tasks.has(id.toLowerCase())) throw new BatchError('TaskExists');
  checkDependencies(job, dependsOn);
}

/** "The taskIds collection is limited to 64000 characters total (i.e. the combined length of all Task IDs)." */
const MOST_CHARACTERS = 64_000;

/**
 * "If the Job does not have usesTaskDependencies set to true, and this element is present, the request fails."
 * @throws BatchError TaskDependenciesNotSpecifiedOnJob, TaskDependencyListTooLong
 */
export function checkDependencies({ properties }: Job, dependsOn: z.infer<typeof DEPENDENCIES> | undefined): void {
  if (dependsOn === undefined) return;
  if (properties['usesTaskDependencies'] !== true) throw new BatchError('TaskDependenciesNotSpecifiedOnJob');
  if ((dependsOn.taskIds ?? []).join('').length > MOST_CHARACTERS) throw new BatchError('TaskDependencyListTooLong');
}
