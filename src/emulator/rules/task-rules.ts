import * as z from 'zod';
import { BatchError } from '../http/batch-error.ts';
import type { Job } from '../world/world.ts';

/** https://learn.microsoft.com/rest/api/batchservice/tasks/create-task#batchtaskdependencies (api-version 2025-06-01) */
export const DEPENDENCIES = z.strictObject({
  taskIds: z.array(z.string()).optional(),
  taskIdRanges: z.array(z.strictObject({ start: z.int32(), end: z.int32() })).optional(),
});

const EXIT_OPTIONS = z.strictObject({
  jobAction: z.enum(['none', 'disable', 'terminate']).optional(),
  dependencyAction: z.enum(['satisfy', 'block']).optional(),
});

/** https://learn.microsoft.com/rest/api/batchservice/tasks/create-task#exitconditions (api-version 2025-06-01) */
export const EXIT_CONDITIONS = z.strictObject({
  exitCodes: z.array(z.strictObject({ code: z.int32(), exitOptions: EXIT_OPTIONS })).optional(),
  exitCodeRanges: z.array(z.strictObject({ start: z.int32(), end: z.int32(), exitOptions: EXIT_OPTIONS })).optional(),
  preProcessingError: EXIT_OPTIONS.optional(),
  fileUploadError: EXIT_OPTIONS.optional(),
  default: EXIT_OPTIONS.optional(),
});

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
