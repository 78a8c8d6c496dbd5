import { requireConditions } from '../../http/conditions.ts';
import { entityHeaders } from '../../http/entity-headers.ts';
import { lookupJobSchedule } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { enterScheduleState, stepJobSchedule } from '../../life/job-schedule-life.ts';
import { requireOpenSchedule } from '../../rules/job-schedule-rules.ts';

/**
 * POST /jobschedules/{jobScheduleId}/disable (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/job-schedules/disable-job-schedule
 */
export const disableJobSchedule: Operation = {
  name: 'JobSchedules_DisableJobSchedule',
  plane: 'data',
  method: 'POST',
  path: '/jobschedules/{jobScheduleId}/disable',
  handle: ({ path, headers }, { account, world }) => {
    const schedule = lookupJobSchedule(account, path);
    requireConditions(headers, schedule);
    requireOpenSchedule(schedule);
    // assumed: a schedule that is disabled already stays as it is.
    if (schedule.state !== 'disabled') enterScheduleState(world, schedule, 'disabled');
    stepJobSchedule(world, account, schedule);
    return { status: 204, headers: entityHeaders(schedule) };
  },
};
