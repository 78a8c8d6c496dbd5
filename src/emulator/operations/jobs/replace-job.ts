import * as z from 'zod';
import { JOB_CONSTRAINTS, KEPT, METADATA } from '../../bodies/common-schemas.ts';
import { MAX_PARALLEL_TASKS, ON_ALL_TASKS_COMPLETE, POOL_INFO, PRIORITY } from '../../bodies/job-schema.ts';
import { requireConditions } from '../../http/conditions.ts';
import { entityHeaders } from '../../http/entity-headers.ts';
import { lookupJob } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { readBody } from '../../http/read-body.ts';
import { changeJob } from '../../life/job-change.ts';
import { checkCompletion, requireDisabled, requireOpen } from '../../rules/job-rules.ts';

const REPLACEABLE = z.strictObject({
  poolInfo: POOL_INFO,
  priority: PRIORITY.default(0),
  maxParallelTasks: MAX_PARALLEL_TASKS.default(-1),
  onAllTasksComplete: ON_ALL_TASKS_COMPLETE.default('noaction'),
  allowTaskPreemption: z.boolean().optional(),
  constraints: JOB_CONSTRAINTS.optional(),
  metadata: METADATA.optional(),
});

/** A whole job may be sent back as it was read: the specification marks these as read-only, and they are passed over. */
const BODY = z.strictObject({
  ...REPLACEABLE.shape,
  'odata.metadata': KEPT,
  id: KEPT,
  displayName: KEPT,
  url: KEPT,
  eTag: KEPT,
  lastModified: KEPT,
  creationTime: KEPT,
  state: KEPT,
  stateTransitionTime: KEPT,
  previousState: KEPT,
  previousStateTransitionTime: KEPT,
  executionInfo: KEPT,
  stats: KEPT,
  usesTaskDependencies: KEPT,
  jobManagerTask: KEPT,
  jobPreparationTask: KEPT,
  jobReleaseTask: KEPT,
  commonEnvironmentSettings: KEPT,
  onTaskFailure: KEPT,
  networkConfiguration: KEPT,
});

/**
 * PUT /jobs/{jobId} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/jobs/replace-job
 */
export const replaceJob: Operation = {
  name: 'Jobs_ReplaceJob',
  plane: 'data',
  method: 'PUT',
  path: '/jobs/{jobId}',
  handle: ({ path, headers, body }, { account, world }) => {
    const job = lookupJob(account, path);
    requireConditions(headers, job);
    const { poolInfo, priority, maxParallelTasks, onAllTasksComplete, ...sent } = readBody(body, BODY);
    requireOpen(job);
    // assumed: the body must name a pool, so it is only another one that the job has to be disabled for.
    if (poolInfo.poolId.toLowerCase() !== job.poolId.toLowerCase()) requireDisabled(job);
    checkCompletion(job, onAllTasksComplete);
    const { allowTaskPreemption: _, constraints: __, metadata: ___, ...kept } = job.properties;
    const { allowTaskPreemption, constraints, metadata } = sent;
    // "This fully replaces all the updatable properties of the Job." (same page)
    const properties = {
      ...kept,
      ...(allowTaskPreemption !== undefined && { allowTaskPreemption }),
      ...(constraints !== undefined && { constraints }),
      ...(metadata !== undefined && { metadata }),
    };
    const { poolId } = poolInfo;
    changeJob(world, account, {
      job,
      change: { poolId, priority, maxParallelTasks, onAllTasksComplete, properties },
    });
    return { status: 200, headers: entityHeaders(job) };
  },
};
