import type { Operation } from '../../http/operation.ts';
import { JOB_FILTERABLE } from '../../odata/job-filterable.ts';
import { listAnswer } from '../../odata/listing.ts';
import { toWireJob } from '../../views/job-view.ts';

/**
 * GET /jobs (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/jobs/list-jobs
 */
export const listJobs: Operation = {
  name: 'Jobs_ListJobs',
  plane: 'data',
  method: 'GET',
  path: '/jobs',
  handle: (request, { account }) =>
    listAnswer(request, {
      items: account.jobs,
      view: (job) => toWireJob(job, request.baseUrl),
      filterable: JOB_FILTERABLE,
      collection: 'jobs',
      path: '/jobs',
      largestPage: 1000,
    }),
};
