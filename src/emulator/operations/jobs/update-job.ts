import * as z from 'zod';
import { JOB_CONSTRAINTS, METADATA } from '../../bodies/common-schemas.ts';
import { MAX_PARALLEL_TASKS, ON_ALL_TASKS_COMPLETE, POOL_INFO, PRIORITY } from '../../bodies/job-schema.ts';
import { requireConditions } from '../../http/conditions.ts';
import { entityHeaders } from '../../http/entity-headers.ts';
import { lookupJob } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { readBody } from '../../http/read-body.ts';
import { changeJob } from '../../life/job-change.ts';
import { checkCompletion, requireDisabled, requireOpen } from '../../rules/job-rules.ts';

const BODY = z.strictObject({
  poolInfo: POOL_INFO.optional(),
  priority: PRIORITY.optional(),
  maxParallelTasks: MAX_PARALLEL_TASKS.optional(),
  onAllTasksComplete: ON_ALL_TASKS_COMPLETE.optional(),
  allowTaskPreemption: z.boolean().optional(),
  constraints: JOB_CONSTRAINTS.optional(),
  metadata: METADATA.optional(),
  networkConfiguration: z.looseObject({}).optional(),
});

/**
 * PATCH /jobs/{jobId} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/jobs/update-job
 */
export const updateJob: Operation = {
  name: 'Jobs_UpdateJob',
  plane: 'data',
  method: 'PATCH',
  path: '/jobs/{jobId}',
  handle: ({ path, headers, body }, { account, world }) => {
    const job = lookupJob(account, path);
    requireConditions(headers, job);
    const { poolInfo, priority, maxParallelTasks, onAllTasksComplete, ...properties } = readBody(body, BODY);
    requireOpen(job);
    // "The Patch Job call will fail if you include the poolInfo element and the Job is not disabled." (same page)
    if (poolInfo !== undefined) requireDisabled(job);
    checkCompletion(job, onAllTasksComplete);
    const change = {
      properties: { ...job.properties, ...properties },
      ...(poolInfo !== undefined && { poolId: poolInfo.poolId }),
      ...(priority !== undefined && { priority }),
      ...(maxParallelTasks !== undefined && { maxParallelTasks }),
      ...(onAllTasksComplete !== undefined && { onAllTasksComplete }),
    };
    changeJob(world, account, { job, change });
    return { status: 200, headers: entityHeaders(job) };
  },
};
