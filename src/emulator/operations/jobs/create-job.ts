import * as z from 'zod';
import type { WireJobSpecification } from '../../../wire/job-schedule.ts';
import { ENTITY_ID, JOB_CONSTRAINTS, KEPT, METADATA } from '../../bodies/common-schemas.ts';
import {
  JOB_MANAGER_TASK,
  MAX_PARALLEL_TASKS,
  ON_ALL_TASKS_COMPLETE,
  POOL_INFO,
  PRIORITY,
} from '../../bodies/job-schema.ts';
import { BatchError } from '../../http/batch-error.ts';
import { entityHeaders } from '../../http/entity-headers.ts';
import type { Operation } from '../../http/operation.ts';
import { readBody } from '../../http/read-body.ts';
import { newJob } from '../../life/new-job.ts';
import { requireThere } from '../../rules/job-rules.ts';
import { dataPlaneUrl } from '../../views/data-plane-url.ts';
import { findJob } from '../../world/find.ts';

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
  jobManagerTask: JOB_MANAGER_TASK.optional(),
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
    const { id, ...specification } = readBody(body, BODY);
    const present = findJob(account, id);
    if (present !== undefined) {
      requireThere(present);
      throw new BatchError('JobExists');
    }
    const job = newJob(world, account, { id, specification: specification as WireJobSpecification });
    return { status: 201, headers: { ...entityHeaders(job), location: dataPlaneUrl(baseUrl, 'jobs', id) } };
  },
};
