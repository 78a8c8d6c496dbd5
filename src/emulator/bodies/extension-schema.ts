import * as z from 'zod';

/**
 * The extensions of a pool, on both planes.
 * https://learn.microsoft.com/azure/templates/microsoft.batch/batchaccounts/pools#vmextension (api-version 2025-06-01)
 */
export const EXTENSIONS = z.array(
  z.strictObject({
    name: z.string().min(1),
    publisher: z.string().min(1),
    type: z.string().min(1),
    typeHandlerVersion: z.string().optional(),
    autoUpgradeMinorVersion: z.boolean().optional(),
    enableAutomaticUpgrade: z.boolean().optional(),
    // An object as specified; the documents' own example has a string.
    settings: z.union([z.record(z.string(), z.unknown()), z.string()]).optional(),
    protectedSettings: z.union([z.record(z.string(), z.unknown()), z.string()]).optional(),
    provisionAfterExtensions: z.array(z.string()).optional(),
  }),
);
