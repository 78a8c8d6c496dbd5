import * as z from 'zod';
import { requireConditions } from '../../http/conditions.ts';
import { entityHeaders } from '../../http/entity-headers.ts';
import { lookupJob } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { readBody } from '../../http/read-body.ts';
import { terminateJob as terminate } from '../../life/job-life.ts';
import { requireOpen } from '../../rules/job-rules.ts';

/** "The default is 'UserTerminate'." (page below) */
const BODY = z.strictObject({ terminateReason: z.string().default('UserTerminate') });

/**
 * POST /jobs/{jobId}/terminate (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/jobs/terminate-job
 */
export const terminateJob: Operation = {
  name: 'Jobs_TerminateJob',
  plane: 'data',
  method: 'POST',
  path: '/jobs/{jobId}/terminate',
  handle: ({ path, headers, body }, { account, world }) => {
    const job = lookupJob(account, path);
    requireConditions(headers, job);
    const { terminateReason: reason } = readBody(body, BODY);
    requireOpen(job);
    terminate(world, account, { job, reason });
    return { status: 202, headers: entityHeaders(job) };
  },
};
