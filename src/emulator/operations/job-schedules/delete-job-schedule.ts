import { requireConditions } from '../../http/conditions.ts';
import { lookupJobSchedule } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { deleteJobSchedule as remove } from '../../life/job-schedule-life.ts';
import { requireScheduleThere } from '../../rules/job-schedule-rules.ts';

/**
 * DELETE /jobschedules/{jobScheduleId} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/job-schedules/delete-job-schedule
 */
export const deleteJobSchedule: Operation = {
  name: 'JobSchedules_DeleteJobSchedule',
  plane: 'data',
  method: 'DELETE',
  path: '/jobschedules/{jobScheduleId}',
  handle: ({ path, headers }, { account, world }) => {
    const schedule = lookupJobSchedule(account, path);
    requireConditions(headers, schedule);
    requireScheduleThere(schedule);
    remove(world, account, schedule);
    return { status: 202 };
  },
};
