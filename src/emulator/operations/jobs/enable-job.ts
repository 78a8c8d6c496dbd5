import { BatchError } from '../../http/batch-error.ts';
import { requireConditions } from '../../http/conditions.ts';
import { entityHeaders } from '../../http/entity-headers.ts';
import { lookupJob } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { enterJobState } from '../../life/job-step.ts';
import { requireOpen } from '../../rules/job-rules.ts';

/**
 * POST /jobs/{jobId}/enable (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/jobs/enable-job
 */
export const enableJob: Operation = {
  name: 'Jobs_EnableJob',
  plane: 'data',
  method: 'POST',
  path: '/jobs/{jobId}/enable',
  handle: ({ path, headers }, { account, world }) => {
    const job = lookupJob(account, path);
    requireConditions(headers, job);
    requireOpen(job);
    // "When you call this API, the Batch service sets a disabled Job to the enabling state." (same page)
    // assumed: a job in any other state is refused; what the service does is not said.
    if (job.state !== 'disabled') throw new BatchError('OperationInvalidForCurrentState', ['JobState', job.state]);
    enterJobState(world, job, 'enabling');
    return { status: 202, headers: entityHeaders(job) };
  },
};
