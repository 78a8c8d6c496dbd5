import * as z from 'zod';
import { ENTITY_ID, JOB_CONSTRAINTS, KEPT, METADATA } from '../../bodies/common-schemas.ts';
import { MAX_PARALLEL_TASKS, ON_ALL_TASKS_COMPLETE, POOL_INFO, PRIORITY } from '../../bodies/job-schema.ts';
import { BatchError } from '../../http/batch-error.ts';
import { entityHeaders } from '../../http/entity-headers.ts';
import type { Operation } from '../../http/operation.ts';
import { readBody } from '../../http/read-body.ts';
import { requireThere } from '../../rules/job-rules.ts';
import { dataPlaneUrl } from '../../views/data-plane-url.ts';
import { findJob } from '../../world/find.ts';
import { planExpiry } from '../../world/job-life.ts';
import { Register } from '../../world/register.ts';
import { newborn } from '../../world/stamp.ts';
import type { Job } from '../../world/world.ts';

const BODY = z.strictObject({
  id: ENTITY_ID,
  poolInfo: POOL_INFO,
  priority: PRIORITY.default(0),
  maxParallelTasks: MAX_PARALLEL_TASKS.default(-1),
  onAllTasksComplete: ON_ALL_TASKS_COMPLETE.default('noaction'),
  displayName: z.string().max(1024).optional(),
  metadata: METADATA.optional(),
  usesTaskDependencies: z.boolean().optional(),
  allowTaskPreemption: KEPT,
  constraints: JOB_CONSTRAINTS.optional(),
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
    const present = findJob(account, id);
    if (present !== undefined) {
      requireThere(present);
      throw new BatchError('JobExists');
    }
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
      previousState: undefined,
      previousStateTransitionTime: undefined,
      // A job of the same id may have been here before: what was planned for it must not happen to this one.
      age: born.ordinal,
      endTime: undefined,
      terminateReason: undefined,
      tasks: new Register(),
      counts: { active: none(), running: none(), succeeded: none(), failed: none() },
    };
    account.jobs.set(id.toLowerCase(), job);
    planExpiry(world, job);
    return { status: 201, headers: { ...entityHeaders(job), location: dataPlaneUrl(baseUrl, 'jobs', id) } };
  },
};

function none(): { tasks: number; slots: number } {
  return { tasks: 0, slots: 0 };
}
