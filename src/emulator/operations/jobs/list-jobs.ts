import type { Operation } from '../../http/operation.ts';
import { type Filterable, TEXT, TIME, WORD } from '../../odata/filter.ts';
import { listAnswer } from '../../odata/listing.ts';
import { toWireJob } from '../../views/job-view.ts';

/** https://learn.microsoft.com/rest/api/batchservice/odata-filters-in-batch, jobs */
const FILTERABLE: Filterable = {
  id: TEXT,
  state: WORD,
  stateTransitionTime: TIME,
  creationTime: TIME,
  lastModified: TIME,
  'executionInfo/startTime': TIME,
  'executionInfo/endTime': TIME,
  'executionInfo/poolId': TEXT,
};

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
      filterable: FILTERABLE,
      collection: 'jobs',
      path: '/jobs',
      largestPage: 1000,
    }),
};
