import * as z from 'zod';
import { SPAN } from './common-schemas.ts';

const LARGE_SHARE = z.int().min(5, 'The value is between 5 and 100.').max(100, 'The value is between 5 and 100.');
const ANY_SHARE = z.int().min(0, 'The value is between 0 and 100.').max(100, 'The value is between 0 and 100.');

const AUTOMATIC = z.strictObject({
  disableAutomaticRollback: z.boolean().optional(),
  enableAutomaticOSUpgrade: z.boolean().optional(),
  useRollingUpgradePolicy: z.boolean().optional(),
  osRollingUpgradeDeferral: z.boolean().optional(),
});

const ROLLING = z.strictObject({
  enableCrossZoneUpgrade: z.boolean().optional(),
  maxBatchInstancePercent: LARGE_SHARE.optional(),
  maxUnhealthyInstancePercent: LARGE_SHARE.optional(),
  maxUnhealthyUpgradedInstancePercent: ANY_SHARE.optional(),
  pauseTimeBetweenBatches: SPAN.optional(),
  prioritizeUnhealthyInstances: z.boolean().optional(),
  rollbackFailedInstancesOnPolicyBreach: z.boolean().optional(),
});

/**
 * The upgrade policy of a pool, on both planes.
 * https://learn.microsoft.com/azure/templates/microsoft.batch/batchaccounts/pools#upgradepolicy (api-version 2025-06-01)
 */
export const UPGRADE_POLICY = z.strictObject({
  // assumed: accepted in any letter case, because the page about Auto OS Upgrade has 'Automatic'; shown as specified.
  mode: z
    .string()
    .transform((mode) => mode.toLowerCase())
    .pipe(z.enum(['automatic', 'manual', 'rolling'])),
  automaticOSUpgradePolicy: AUTOMATIC.optional(),
  rollingUpgradePolicy: ROLLING.optional(),
});
