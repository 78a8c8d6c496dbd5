import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { LONGEST_SPAN } from '../world/constraints.ts';

/** The longest span of the service's runtime, some 29,000 years. */
const LONGEST = Temporal.Duration.from(LONGEST_SPAN);

/**
 * "The ID can contain any combination of alphanumeric characters including hyphens and underscores, and cannot contain
 * more than 64 characters": https://learn.microsoft.com/rest/api/batchservice/jobs/create-job (api-version 2025-06-01)
 */
export const ENTITY_ID = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'An id has 1 to 64 letters, digits, hyphens and underscores.');

export const METADATA = z.array(z.strictObject({ name: z.string(), value: z.string() }));

/**
 * An ISO 8601 duration as the service normalizes it: a year has 365 days and a month 30, and everything longer than a day is
 * given in days. Recorded: `P3Y6M4DT12H30M5S` is returned as `P1279DT12H30M5S`. A longer one than `LONGEST_SPAN` is invalid.
 */
export const SPAN = z.string().transform((text, context) => {
  const span = spanOf(text);
  if (span !== undefined) return span;
  context.addIssue({
    code: 'custom',
    message: `An ISO 8601 duration such as PT5M, up to ${LONGEST_SPAN}, is expected.`,
  });
  return z.NEVER;
});

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

/** A property that the service knows, and that the emulator stores and shows without acting on it. */
export const KEPT = z.unknown().optional();

/**
 * The image of a pool, on both planes; other members are kept.
 * https://learn.microsoft.com/azure/templates/microsoft.batch/batchaccounts/pools#imagereference (api-version 2025-06-01)
 */
export const IMAGE_REFERENCE = z.looseObject({
  publisher: z.string().optional(),
  offer: z.string().optional(),
  sku: z.string().optional(),
  version: z.string().optional(),
  id: z.string().optional(),
  virtualMachineImageId: z.string().optional(),
});

function spanOf(text: string): string | undefined {
  try {
    const { years, months, weeks, days, ...time } = fieldsOf(Temporal.Duration.from(text));
    const whole = Temporal.Duration.from({ ...time, days: years * 365 + months * 30 + weeks * 7 + days });
    const isValid = whole.sign >= 0 && Temporal.Duration.compare(whole, LONGEST) <= 0;
    return isValid ? whole.round({ largestUnit: 'days' }).toString() : undefined;
  } catch {
    return undefined;
  }
}

function fieldsOf(duration: Temporal.Duration) {
  const { years, months, weeks, days, hours, minutes, seconds, milliseconds, microseconds, nanoseconds } = duration;
  return { years, months, weeks, days, hours, minutes, seconds, milliseconds, microseconds, nanoseconds };
}
