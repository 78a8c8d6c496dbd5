import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';

/**
 * "The ID can contain any combination of alphanumeric characters including hyphens and underscores, and cannot contain
 * more than 64 characters": https://learn.microsoft.com/rest/api/batchservice/jobs/create-job (api-version 2025-06-01)
 */
export const ENTITY_ID = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'An id has 1 to 64 letters, digits, hyphens and underscores.');

export const METADATA = z.array(z.strictObject({ name: z.string(), value: z.string() }));

/** An ISO 8601 duration that has the same length everywhere, such as `P7D`; one of months or years is refused. */
export const SPAN = z
  .string()
  .refine(isSpan, 'An ISO 8601 duration without months or years, such as PT5M, is expected.');

/** "If the maximum retry count is -1, the Batch service retries Tasks without limit." */
const MAX_RETRIES = z.int().min(-1);

/** https://learn.microsoft.com/rest/api/batchservice/tasks/create-task#batchtaskconstraints (api-version 2025-06-01) */
export const TASK_CONSTRAINTS = z.strictObject({
  maxTaskRetryCount: MAX_RETRIES.optional(),
  maxWallClockTime: SPAN.optional(),
  retentionTime: SPAN.optional(),
});

/** https://learn.microsoft.com/rest/api/batchservice/jobs/create-job#batchjobconstraints (api-version 2025-06-01) */
export const JOB_CONSTRAINTS = z.strictObject({
  maxTaskRetryCount: MAX_RETRIES.optional(),
  maxWallClockTime: SPAN.optional(),
});

/** A property that the service knows and the emulator keeps and shows, without acting on it. */
export const KEPT = z.unknown().optional();

function isSpan(text: string): boolean {
  try {
    return Temporal.Duration.from(text).total('milliseconds') >= 0;
  } catch {
    return false;
  }
}
