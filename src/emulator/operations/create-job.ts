import * as z from 'zod';
import { BatchError } from '../http/batch-error.ts';
import { entityHeaders } from '../http/entity-headers.ts';
import type { Operation } from '../http/operation.ts';
import { readBody } from '../http/read-body.ts';
import { dataPlaneUrl } from '../views/data-plane-url.ts';
import { findJob } from '../world/find.ts';
import { newborn } from '../world/stamp.ts';
import type { Job } from '../world/world.ts';
import { ENTITY_ID, KEPT, METADATA } from './schemas.ts';

const BODY = z.strictObject({
  id: ENTITY_ID,
  poolInfo: z.strictObject({ poolId: z.string().min(1) }),
  priority: z.int().min(-1000).max(1000).default(0),
  // "The value of maxParallelTasks must be -1 or greater than 0 if specified."
  maxParallelTasks: z.union([z.literal(-1), z.int().min(1)]).default(-1),
  onAllTasksComplete: z.enum(['noaction', 'terminatejob']).default('noaction'),
  displayName: z.string().max(1024).optional(),
  metadata: METADATA.optional(),
  usesTaskDependencies: KEPT,
  allowTaskPreemption: KEPT,
  constraints: KEPT,
  jobManagerTask: KEPT,
  jobPreparationTask: KEPT,
  jobReleaseTask: KEPT,
  commonEnvironmentSettings: KEPT,
  onTaskFailure: KEPT,
  networkConfiguration: KEPT,
});

/**
 * POST /jobs (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/jobs/create-job
 */
export const createJob: Operation = {
  name: 'Jobs_CreateJob',
  plane: 'data',
  method: 'POST',
  path: '/jobs',
  handle: ({ body, baseUrl }, { account, world }) => {
    const { id, poolInfo, priority, maxParallelTasks, onAllTasksComplete, ...properties } = readBody(body, BODY);
    if (findJob(account, id) !== undefined) throw new BatchError('JobExists');
    const born = newborn(world);
    // A job may name a pool that is not there (yet): its tasks wait.
    const job: Job = {
      ...born,
      account: account.name,
      id,
      poolId: poolInfo.poolId,
      properties,
      priority,
      maxParallelTasks,
      onAllTasksComplete,
      state: 'active',
      stateTransitionTime: born.creationTime,
      endTime: undefined,
      terminateReason: undefined,
      tasks: new Map(),
      counts: { active: none(), running: none(), succeeded: none(), failed: none() },
    };
    account.jobs.set(id.toLowerCase(), job);
    return { status: 201, headers: { ...entityHeaders(job), location: dataPlaneUrl(baseUrl, 'jobs', id) } };
  },
};

function none(): { tasks: number; slots: number } {
  return { tasks: 0, slots: 0 };
}
