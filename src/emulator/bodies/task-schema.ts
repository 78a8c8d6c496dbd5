import * as z from 'zod';
import { ENTITY_ID, KEPT, TASK_CONSTRAINTS } from './common-schemas.ts';

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

// assumed: the most instances, which are as many nodes; where the service refuses more is not established.
const MOST_INSTANCES = 10_000;

/** https://learn.microsoft.com/rest/api/batchservice/tasks/create-task#multiinstancesettings (api-version 2025-06-01) */
const MULTI_INSTANCE = z.strictObject({
  numberOfInstances: z.int().min(1).max(MOST_INSTANCES).optional(),
  coordinationCommandLine: z.string().min(1),
  commonResourceFiles: KEPT,
});

/**
 * The body with which a task is created. https://learn.microsoft.com/rest/api/batchservice/tasks/create-task (api-version
 * 2025-06-01)
 */
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
  multiInstanceSettings: MULTI_INSTANCE.optional(),
  dependsOn: DEPENDENCIES.optional(),
  applicationPackageReferences: KEPT,
  authenticationTokenSettings: KEPT,
});
