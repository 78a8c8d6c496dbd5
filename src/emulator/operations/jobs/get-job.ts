import { lookupJob } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { elementAnswer } from '../../odata/listing.ts';
import { toWireJob } from '../../views/job-view.ts';

/**
 * GET /jobs/{jobId} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/jobs/get-job
 */
export const getJob: Operation = {
  name: 'Jobs_GetJob',
  plane: 'data',
  method: 'GET',
  path: '/jobs/{jobId}',
  handle: (request, { account }) => {
    const job = lookupJob(account, request.path);
    return elementAnswer(request, { view: toWireJob(job, request.baseUrl), collection: 'jobs', entity: job });
  },
};
