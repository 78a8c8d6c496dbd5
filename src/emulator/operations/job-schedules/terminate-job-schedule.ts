import { requireConditions } from '../../http/conditions.ts';
import { entityHeaders } from '../../http/entity-headers.ts';
import { lookupJobSchedule } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { terminateJobSchedule as terminate } from '../../life/job-schedule-life.ts';
import { requireOpenSchedule } from '../../rules/job-schedule-rules.ts';

/**
 * POST /jobschedules/{jobScheduleId}/terminate (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/job-schedules/terminate-job-schedule
 */
export const terminateJobSchedule: Operation = {
  name: 'JobSchedules_TerminateJobSchedule',
  plane: 'data',
  method: 'POST',
  path: '/jobschedules/{jobScheduleId}/terminate',
  handle: ({ path, headers }, { account, world }) => {
    const schedule = lookupJobSchedule(account, path);
    requireConditions(headers, schedule);
    requireOpenSchedule(schedule);
    terminate(world, account, schedule);
    return { status: 202, headers: entityHeaders(schedule) };
  },
};
