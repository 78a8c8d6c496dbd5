import * as z from 'zod';
import type { WireJobSpecification, WireRecurrence } from '../../../wire/job-schedule.ts';
import { KEPT, METADATA } from '../../bodies/common-schemas.ts';
import { JOB_SPECIFICATION, RECURRENCE } from '../../bodies/job-schedule-schema.ts';
import { requireConditions } from '../../http/conditions.ts';
import { entityHeaders } from '../../http/entity-headers.ts';
import { lookupJobSchedule } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { readBody } from '../../http/read-body.ts';
import { changeJobSchedule } from '../../life/job-schedule-life.ts';
import { requireOpenSchedule } from '../../rules/job-schedule-rules.ts';

/** What is shown may be sent back, and is passed over. */
const READ_ONLY = [
  'id',
  'displayName',
  'url',
  'eTag',
  'lastModified',
  'creationTime',
  'state',
  'stateTransitionTime',
  'previousState',
  'previousStateTransitionTime',
  'executionInfo',
  'stats',
  'odata.metadata',
];

const BODY = z.strictObject({
  ...Object.fromEntries(READ_ONLY.map((name) => [name, KEPT])),
  // "If you do not specify this element, it is equivalent to passing the default schedule: that is, a single Job scheduled to
  // run immediately." (page below)
  schedule: RECURRENCE.default({}),
  jobSpecification: JOB_SPECIFICATION,
  metadata: METADATA.optional(),
});

/**
 * PUT /jobschedules/{jobScheduleId} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/job-schedules/replace-job-schedule
 */
export const replaceJobSchedule: Operation = {
  name: 'JobSchedules_ReplaceJobSchedule',
  plane: 'data',
  method: 'PUT',
  path: '/jobschedules/{jobScheduleId}',
  handle: ({ path, headers, body }, { account, world }) => {
    const schedule = lookupJobSchedule(account, path);
    requireConditions(headers, schedule);
    const { schedule: recurrence, jobSpecification, metadata } = readBody(body, BODY);
    requireOpenSchedule(schedule);
    const { metadata: _, ...properties } = schedule.properties;
    const change = {
      recurrence: recurrence as WireRecurrence,
      specification: jobSpecification as WireJobSpecification,
      properties: { ...properties, ...(metadata !== undefined && { metadata }) },
    };
    changeJobSchedule(world, account, { schedule, change });
    return { status: 200, headers: entityHeaders(schedule) };
  },
};
