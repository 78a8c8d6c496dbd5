import * as z from 'zod';
import type { WireJobSpecification, WireRecurrence } from '../../../wire/job-schedule.ts';
import { ENTITY_ID, METADATA } from '../../bodies/common-schemas.ts';
import { JOB_SPECIFICATION, RECURRENCE } from '../../bodies/job-schedule-schema.ts';
import { BatchError } from '../../http/batch-error.ts';
import { entityHeaders } from '../../http/entity-headers.ts';
import type { Operation } from '../../http/operation.ts';
import { readBody } from '../../http/read-body.ts';
import { newJobSchedule } from '../../life/job-schedule-life.ts';
import { requireScheduleThere } from '../../rules/job-schedule-rules.ts';
import { dataPlaneUrl } from '../../views/data-plane-url.ts';
import { findJobSchedule } from '../../world/find.ts';

const BODY = z.strictObject({
  id: ENTITY_ID,
  schedule: RECURRENCE,
  jobSpecification: JOB_SPECIFICATION,
  displayName: z.string().max(1024).optional(),
  metadata: METADATA.optional(),
});

/**
 * POST /jobschedules (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/job-schedules/create-job-schedule
 */
export const createJobSchedule: Operation = {
  name: 'JobSchedules_CreateJobSchedule',
  plane: 'data',
  method: 'POST',
  path: '/jobschedules',
  handle: ({ body, baseUrl }, { account, world }) => {
    const { id, schedule: recurrence, jobSpecification: specification, ...properties } = readBody(body, BODY);
    const present = findJobSchedule(account, id);
    if (present !== undefined) {
      requireScheduleThere(present);
      throw new BatchError('JobScheduleExists');
    }
    const schedule = newJobSchedule(world, account, {
      id,
      recurrence: recurrence as WireRecurrence,
      specification: specification as WireJobSpecification,
      properties,
    });
    return {
      status: 201,
      headers: { ...entityHeaders(schedule), location: dataPlaneUrl(baseUrl, 'jobschedules', id) },
    };
  },
};
