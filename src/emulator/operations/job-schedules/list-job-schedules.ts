import type { Operation } from '../../http/operation.ts';
import { type Filterable, TEXT, TIME, WORD } from '../../odata/filter.ts';
import { listAnswer } from '../../odata/listing.ts';
import { toWireJobSchedule } from '../../views/job-schedule-view.ts';

/** https://learn.microsoft.com/rest/api/batchservice/odata-filters-in-batch, job schedules */
const FILTERABLE: Filterable = {
  id: TEXT,
  state: WORD,
  stateTransitionTime: TIME,
  creationTime: TIME,
  lastModified: TIME,
};

/**
 * GET /jobschedules (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/job-schedules/list-job-schedules
 */
export const listJobSchedules: Operation = {
  name: 'JobSchedules_ListJobSchedules',
  plane: 'data',
  method: 'GET',
  path: '/jobschedules',
  handle: (request, { account }) =>
    listAnswer(request, {
      items: account.jobSchedules,
      view: (schedule) => toWireJobSchedule(schedule, request.baseUrl),
      filterable: FILTERABLE,
      collection: 'jobschedules',
      path: '/jobschedules',
      largestPage: 1000,
    }),
};
