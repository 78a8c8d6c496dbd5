import { lookupJobSchedule } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { jobsOf } from '../../life/job-schedule-life.ts';
import { JOB_FILTERABLE } from '../../odata/job-filterable.ts';
import { listAnswer } from '../../odata/listing.ts';
import { toWireJob } from '../../views/job-view.ts';

/**
 * GET /jobschedules/{jobScheduleId}/jobs (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/jobs/list-jobs-from-schedule
 */
export const listJobsFromSchedule: Operation = {
  name: 'Jobs_ListJobsFromSchedule',
  plane: 'data',
  method: 'GET',
  path: '/jobschedules/{jobScheduleId}/jobs',
  handle: (request, { account }) => {
    const schedule = lookupJobSchedule(account, request.path);
    return listAnswer(request, {
      items: jobsOf(account, schedule),
      view: (job) => toWireJob(job, request.baseUrl),
      filterable: JOB_FILTERABLE,
      collection: 'jobs',
      path: `/jobschedules/${schedule.id}/jobs`,
      largestPage: 1000,
    });
  },
};
