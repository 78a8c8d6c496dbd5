import { lookupJobSchedule } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { elementAnswer } from '../../odata/listing.ts';
import { toWireJobSchedule } from '../../views/job-schedule-view.ts';

/**
 * GET /jobschedules/{jobScheduleId} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/job-schedules/get-job-schedule
 */
export const getJobSchedule: Operation = {
  name: 'JobSchedules_GetJobSchedule',
  plane: 'data',
  method: 'GET',
  path: '/jobschedules/{jobScheduleId}',
  handle: (request, { account }) => {
    const schedule = lookupJobSchedule(account, request.path);
    const view = toWireJobSchedule(schedule, request.baseUrl);
    return elementAnswer(request, { view, collection: 'jobschedules', entity: schedule });
  },
};
