import { meetsConditions } from '../../http/conditions.ts';
import { entityHeaders } from '../../http/entity-headers.ts';
import { lookupJobSchedule } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';

/**
 * HEAD /jobschedules/{jobScheduleId} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/job-schedules/job-schedule-exists
 */
export const jobScheduleExists: Operation = {
  name: 'JobSchedules_JobScheduleExists',
  plane: 'data',
  method: 'HEAD',
  path: '/jobschedules/{jobScheduleId}',
  handle: ({ path, headers }, { account }) => {
    const schedule = lookupJobSchedule(account, path);
    return { status: meetsConditions(headers, schedule) ? 200 : 304, headers: entityHeaders(schedule) };
  },
};
