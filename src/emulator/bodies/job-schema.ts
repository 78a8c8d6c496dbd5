import * as z from 'zod';

export const PRIORITY = z.int().min(-1000).max(1000);

/** "The value of maxParallelTasks must be -1 or greater than 0 if specified." */
export const MAX_PARALLEL_TASKS = z.union([z.literal(-1), z.int().min(1)]);

export const ON_ALL_TASKS_COMPLETE = z.enum(['noaction', 'terminatejob']);

/** The pool of a job; auto pools are not there. */
export const POOL_INFO = z.strictObject({ poolId: z.string().min(1) });
