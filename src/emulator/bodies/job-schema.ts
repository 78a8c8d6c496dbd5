import * as z from 'zod';
import { BatchError } from '../http/batch-error.ts';
import type { Job } from '../world/world.ts';

export const PRIORITY = z.int().min(-1000).max(1000);

/** "The value of maxParallelTasks must be -1 or greater than 0 if specified." */
export const MAX_PARALLEL_TASKS = z.union([z.literal(-1), z.int().min(1)]);

export const ON_ALL_TASKS_COMPLETE = z.enum(['noaction', 'terminatejob']);

/** The pool of a job; auto pools are not there. */
export const POOL_INFO = z.strictObject({ poolId: z.string().min(1) });

/**
 * "You may not change the value from terminatejob to noaction … If you try to do this, the request fails with an 'invalid
 * property value' error response" (https://learn.microsoft.com/rest/api/batchservice/jobs/update-job, 2025-06-01).
 * @throws BatchError InvalidPropertyValue
 */
export function checkCompletion(job: Job, wanted: Job['onAllTasksComplete'] | undefined): void {
  if (job.onAllTasksComplete === 'terminatejob' && wanted === 'noaction') {
    throw new BatchError(
      'InvalidPropertyValue',
      ['PropertyName', 'onAllTasksComplete'],
      ['PropertyValue', wanted],
      ['Reason', 'The value cannot be changed from terminatejob to noaction.'],
    );
  }
}
