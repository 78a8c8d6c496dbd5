import * as z from 'zod';
import { ENTITY_ID, KEPT, TASK_CONSTRAINTS } from './common-schemas.ts';

export const PRIORITY = z.int().min(-1000).max(1000);

/** "The value of maxParallelTasks must be -1 or greater than 0 if specified." */
export const MAX_PARALLEL_TASKS = z.union([z.literal(-1), z.int().min(1)]);

export const ON_ALL_TASKS_COMPLETE = z.enum(['noaction', 'terminatejob']);

/** https://learn.microsoft.com/rest/api/batchservice/jobs/create-job#batchjobmanagertask (api-version 2025-06-01) */
export const JOB_MANAGER_TASK = z.strictObject({
  id: ENTITY_ID,
  commandLine: z.string().min(1),
  displayName: z.string().max(1024).optional(),
  requiredSlots: z.int().min(1).optional(),
  killJobOnCompletion: z.boolean().optional(),
  runExclusive: z.boolean().optional(),
  allowLowPriorityNode: z.boolean().optional(),
  constraints: TASK_CONSTRAINTS.optional(),
  containerSettings: KEPT,
  resourceFiles: KEPT,
  outputFiles: KEPT,
  environmentSettings: KEPT,
  userIdentity: KEPT,
  applicationPackageReferences: KEPT,
  authenticationTokenSettings: KEPT,
});

/** The pool of a job; auto pools are not supported. */
export const POOL_INFO = z.strictObject({ poolId: z.string().min(1) });
