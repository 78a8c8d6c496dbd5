import * as z from 'zod';
import type { WireJobSpecification, WireRecurrence } from '../../../wire/job-schedule.ts';
import { METADATA } from '../../bodies/common-schemas.ts';
import { JOB_SPECIFICATION, RECURRENCE } from '../../bodies/job-schedule-schema.ts';
import { requireConditions } from '../../http/conditions.ts';
import { entityHeaders } from '../../http/entity-headers.ts';
import { lookupJobSchedule } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { readBody } from '../../http/read-body.ts';
import { changeJobSchedule } from '../../life/job-schedule-life.ts';
import { requireOpenSchedule } from '../../rules/job-schedule-rules.ts';

const BODY = z.strictObject({
  schedule: RECURRENCE.optional(),
  jobSpecification: JOB_SPECIFICATION.partial().optional(),
  metadata: METADATA.optional(),
});

/**
 * PATCH /jobschedules/{jobScheduleId} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/job-schedules/update-job-schedule
 */
export const updateJobSchedule: Operation = {
  name: 'JobSchedules_UpdateJobSchedule',
  plane: 'data',
  method: 'PATCH',
  path: '/jobschedules/{jobScheduleId}',
  handle: ({ path, headers, body }, { account, world }) => {
    const schedule = lookupJobSchedule(account, path);
    requireConditions(headers, schedule);
    const { schedule: recurrence, jobSpecification, metadata } = readBody(body, BODY);
    requireOpenSchedule(schedule);
    const specification = { ...schedule.specification, ...jobSpecification } as WireJobSpecification;
    const change = {
      specification,
      properties: { ...schedule.properties, ...(metadata !== undefined && { metadata }) },
      ...(recurrence !== undefined && { recurrence: recurrence as WireRecurrence }),
    };
    changeJobSchedule(world, account, { schedule, change });
    return { status: 200, headers: entityHeaders(schedule) };
  },
};
