import { requireConditions } from '../../http/conditions.ts';
import { lookupJob } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { deleteJob as remove } from '../../life/job-life.ts';
import { requireThere } from '../../rules/job-rules.ts';

/**
 * DELETE /jobs/{jobId} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/jobs/delete-job
 */
export const deleteJob: Operation = {
  name: 'Jobs_DeleteJob',
  plane: 'data',
  method: 'DELETE',
  path: '/jobs/{jobId}',
  handle: ({ path, headers }, { account, world }) => {
    const job = lookupJob(account, path);
    requireConditions(headers, job);
    requireThere(job);
    remove(world, account, job);
    return { status: 202 };
  },
};
