import * as z from 'zod';

/**
 * "The ID can contain any combination of alphanumeric characters including hyphens and underscores, and cannot contain
 * more than 64 characters": https://learn.microsoft.com/rest/api/batchservice/jobs/create-job (api-version 2025-06-01)
 */
export const ENTITY_ID = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'An id has 1 to 64 letters, digits, hyphens and underscores.');

export const METADATA = z.array(z.strictObject({ name: z.string(), value: z.string() }));

/** A property that the service knows and the emulator keeps and shows, without acting on it. */
export const KEPT = z.unknown().optional();
