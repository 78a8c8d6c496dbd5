import { lookupJob } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { elementAnswer } from '../../odata/listing.ts';
import { toWireTaskCounts } from '../../views/job-view.ts';

/**
 * GET /jobs/{jobId}/taskcounts (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/jobs/get-job-task-counts
 */
export const getJobTaskCounts: Operation = {
  name: 'Jobs_GetJobTaskCounts',
  plane: 'data',
  method: 'GET',
  path: '/jobs/{jobId}/taskcounts',
  handle: (request, { account }) => {
    const view = toWireTaskCounts(lookupJob(account, request.path));
    return elementAnswer(request, { view, collection: 'taskcounts' });
  },
};
