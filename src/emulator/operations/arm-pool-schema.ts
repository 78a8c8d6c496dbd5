import * as z from 'zod';
import { KEPT, METADATA } from './schemas.ts';

/** "This is the timeout for allocation of Compute Nodes to the Pool. The default value is 15 minutes. … The minimum value is 5 minutes." */
const RESIZE_TIMEOUT = z.iso
  .duration()
  .refine((text) => minutesOf(text) >= 5, 'The minimum value is 5 minutes (PT5M).');

const NODE_COUNT = z.int().min(0);

const SCALE_SETTINGS = z
  .strictObject({
    fixedScale: z
      .strictObject({
        targetDedicatedNodes: NODE_COUNT.optional(),
        targetLowPriorityNodes: NODE_COUNT.optional(),
        resizeTimeout: RESIZE_TIMEOUT.optional(),
        nodeDeallocationOption: z.enum(['Requeue', 'Terminate', 'TaskCompletion', 'RetainedData']).optional(),
      })
      .optional(),
    autoScale: z
      .strictObject({ formula: z.string().min(1), evaluationInterval: z.iso.duration().optional() })
      .optional(),
  })
  .refine(
    ({ fixedScale, autoScale }) => (fixedScale === undefined) !== (autoScale === undefined),
    'Exactly one of fixedScale and autoScale is required.',
  );

/**
 * What a pool is made from on the management plane, as far as the emulator looks at it; everything else is kept as sent.
 * https://learn.microsoft.com/azure/templates/microsoft.batch/batchaccounts/pools (api-version 2025-06-01)
 */
export const ARM_POOL = z.looseObject({
  properties: z.looseObject({
    displayName: z.string().max(1024).optional(),
    vmSize: z.string().min(1),
    deploymentConfiguration: z.strictObject({
      virtualMachineConfiguration: z
        .looseObject({ imageReference: z.looseObject({}), nodeAgentSkuId: z.string().min(1) })
        .optional(),
      cloudServiceConfiguration: z.looseObject({}).optional(),
    }),
    scaleSettings: SCALE_SETTINGS.optional(),
    interNodeCommunication: z.enum(['Enabled', 'Disabled']).optional(),
    taskSlotsPerNode: z.int().min(1).max(256).optional(),
    taskSchedulingPolicy: z.looseObject({ nodeFillType: z.enum(['Pack', 'Spread']) }).optional(),
    metadata: METADATA.optional(),
    startTask: z
      .looseObject({
        commandLine: z.string().min(1),
        waitForSuccess: z.boolean().optional(),
        maxTaskRetryCount: z.int().optional(),
      })
      .optional(),
    upgradePolicy: z.looseObject({}).optional(),
  }),
  identity: z
    .strictObject({
      type: z.enum(['UserAssigned', 'None']),
      userAssignedIdentities: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
  tags: z.record(z.string(), z.string()).optional(),
  name: KEPT,
});

function minutesOf(duration: string): number {
  const [, hours = '0', minutes = '0'] = /^PT(?:(\d+)H)?(?:(\d+)M)?/.exec(duration) ?? [];
  return duration.startsWith('PT') ? Number(hours) * 60 + Number(minutes) : Number.POSITIVE_INFINITY;
}
