import * as z from 'zod';
import { DISABLE_TASKS_OPTIONS } from '../../../wire/job.ts';
import { BatchError } from '../../http/batch-error.ts';
import { requireConditions } from '../../http/conditions.ts';
import { entityHeaders } from '../../http/entity-headers.ts';
import { lookupJob } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { readBody } from '../../http/read-body.ts';
import { disableJob as disable } from '../../life/job-life.ts';
import { requireOpen } from '../../rules/job-rules.ts';

const BODY = z.strictObject({ disableTasks: z.enum(DISABLE_TASKS_OPTIONS) });

/**
 * POST /jobs/{jobId}/disable (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/jobs/disable-job
 */
export const disableJob: Operation = {
  name: 'Jobs_DisableJob',
  plane: 'data',
  method: 'POST',
  path: '/jobs/{jobId}/disable',
  handle: ({ path, headers, body }, { account, world }) => {
    const job = lookupJob(account, path);
    requireConditions(headers, job);
    const { disableTasks: option } = readBody(body, BODY);
    requireOpen(job);
    // "If you try to disable a Job that is in any state other than active, disabling, or disabled, the request fails with
    // status code 409." (same page)
    if (job.state === 'enabling') throw new BatchError('OperationInvalidForCurrentState', ['JobState', job.state]);
    disable(world, account, { job, option });
    return { status: 202, headers: entityHeaders(job) };
  },
};
