import { requireConditions } from '../../http/conditions.ts';
import { entityHeaders } from '../../http/entity-headers.ts';
import { lookupJobSchedule } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { enterScheduleState, stepJobSchedule } from '../../life/job-schedule-life.ts';
import { requireOpenSchedule } from '../../rules/job-schedule-rules.ts';

/**
 * POST /jobschedules/{jobScheduleId}/enable (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/job-schedules/enable-job-schedule
 */
export const enableJobSchedule: Operation = {
  name: 'JobSchedules_EnableJobSchedule',
  plane: 'data',
  method: 'POST',
  path: '/jobschedules/{jobScheduleId}/enable',
  handle: ({ path, headers }, { account, world }) => {
    const schedule = lookupJobSchedule(account, path);
    requireConditions(headers, schedule);
    requireOpenSchedule(schedule);
    // assumed: a schedule that is active already stays as it is.
    if (schedule.state !== 'active') enterScheduleState(world, schedule, 'active');
    stepJobSchedule(world, account, schedule);
    return { status: 204, headers: entityHeaders(schedule) };
  },
};
