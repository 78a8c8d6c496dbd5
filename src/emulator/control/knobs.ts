import * as z from 'zod';
import type { Knobs } from '../world/knobs.ts';
import type { Control } from './control.ts';

/** Knobs as requested; missing ones stay unchanged. */
export const KNOBS = z.strictObject({
  conflictCode: z.enum(['by-state', 'OperationInvalidForCurrentState']).optional(),
  startFailure: z
    .strictObject({
      share: z.number().min(0).max(1),
      shows: z.enum(['unusable', 'deallocated', 'stuck', 'starttaskfailed', 'offline', 'unknown']),
    })
    .optional(),
  countsLagSeconds: z.number().min(0).max(86_400).optional(),
  offlineDeallocatable: z.boolean().optional(),
  unusableRepairable: z.boolean().optional(),
  // JSON has no infinite number: `null` means no quota.
  dedicatedNodeQuota: z
    .int()
    .min(0)
    .nullable()
    .transform((quota) => quota ?? Number.POSITIVE_INFINITY)
    .optional(),
  deallocatedCountsToQuota: z.boolean().optional(),
  drainingState: z.enum(['deallocating', 'running']).optional(),
  nodeCountsPageSize: z.int().min(1).max(1000).optional(),
  nodeCountsFilter: z.enum(['any', 'one pool', 'ignored']).optional(),
  extensionShape: z.enum(['object', 'text']).optional(),
  upgradeFailurePercent: z.int().min(0).max(100).optional(),
}) satisfies z.ZodType<{ readonly [Name in keyof Knobs]?: Knobs[Name] | undefined }>;

/** Knobs as JSON. */
export function shownKnobs(knobs: Knobs) {
  return { ...knobs, dedicatedNodeQuota: Number.isFinite(knobs.dedicatedNodeQuota) ? knobs.dedicatedNodeQuota : null };
}

/** GET knobs: the behaviour of the emulator where that of the service is not established. */
export const readKnobs: Control = (world) => shownKnobs(world.knobs);

/** PUT knobs: changes the given ones. */
export const setKnobs: Control = (world, { body }) => {
  // The schema omits missing keys, so they overwrite nothing.
  world.knobs = { ...world.knobs, ...(KNOBS.parse(body) as Partial<Knobs>) };
  return shownKnobs(world.knobs);
};
