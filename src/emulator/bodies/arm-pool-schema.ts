import * as z from 'zod';
import { toArmSpelling } from './arm-spelling.ts';
import { IMAGE_REFERENCE, KEPT, METADATA } from './common-schemas.ts';
import { EXTENSIONS } from './extension-schema.ts';
import { DISPLAY_NAME, EVALUATION_INTERVAL, NODE_COUNT, RESIZE_TIMEOUT, TASK_SLOTS } from './pool-schema.ts';
import { UPGRADE_POLICY } from './upgrade-policy-schema.ts';

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
      .strictObject({ formula: z.string().min(1), evaluationInterval: EVALUATION_INTERVAL.optional() })
      .optional(),
  })
  .refine(
    ({ fixedScale, autoScale }) => (fixedScale === undefined) !== (autoScale === undefined),
    'Exactly one of fixedScale and autoScale is required.',
  )
  .refine(
    ({ fixedScale }) =>
      fixedScale === undefined || (fixedScale.targetDedicatedNodes ?? fixedScale.targetLowPriorityNodes) !== undefined,
    'At least one of targetDedicatedNodes, targetLowPriorityNodes must be set.',
  );

const START_TASK = z.looseObject({
  commandLine: z.string().min(1),
  waitForSuccess: z.boolean().optional(),
  maxTaskRetryCount: z.int().optional(),
});

const DEPLOYMENT = z
  .strictObject({
    virtualMachineConfiguration: z
      .looseObject({
        imageReference: IMAGE_REFERENCE,
        nodeAgentSkuId: z.string().min(1),
        extensions: EXTENSIONS.optional(),
        windowsConfiguration: z.looseObject({ enableAutomaticUpdates: z.boolean().optional() }).optional(),
        nodePlacementConfiguration: z.looseObject({ policy: z.string().optional() }).optional(),
      })
      .optional(),
    cloudServiceConfiguration: z.looseObject({}).optional(),
  })
  .refine(
    (given) => (given.virtualMachineConfiguration === undefined) !== (given.cloudServiceConfiguration === undefined),
    'Exactly one of the two configurations is required.',
  );

/** Read-only members of the management plane; ignored, so that a client can send back what it has read. */
const READ_ONLY = [
  'allocationState',
  'allocationStateTransitionTime',
  'autoScaleRun',
  'creationTime',
  'currentDedicatedNodes',
  'currentLowPriorityNodes',
  'currentNodeCommunicationMode',
  'lastModified',
  'provisioningState',
  'provisioningStateTransitionTime',
  'resizeOperationStatus',
];

const PROPERTIES = z.looseObject({
  displayName: DISPLAY_NAME.optional(),
  vmSize: z.string().min(1),
  deploymentConfiguration: DEPLOYMENT,
  scaleSettings: SCALE_SETTINGS.optional(),
  interNodeCommunication: z.enum(['Enabled', 'Disabled']).optional(),
  taskSlotsPerNode: TASK_SLOTS.optional(),
  taskSchedulingPolicy: z.looseObject({ nodeFillType: z.enum(['Pack', 'Spread']) }).optional(),
  metadata: METADATA.optional(),
  applicationPackages: z.array(z.looseObject({ id: z.string(), version: z.string().optional() })).optional(),
  startTask: START_TASK.optional(),
  upgradePolicy: UPGRADE_POLICY.optional(),
});

const RESOURCE = {
  identity: z
    .strictObject({
      type: z.enum(['UserAssigned', 'None']),
      userAssignedIdentities: z.record(z.string(), z.unknown()).optional(),
    })
    .optional(),
  tags: z.record(z.string(), z.string()).optional(),
  name: KEPT,
};

/**
 * The body with which a pool is created on the management plane, as far as the emulator uses it; other members are stored as
 * received.
 * https://learn.microsoft.com/azure/templates/microsoft.batch/batchaccounts/pools (api-version 2025-06-01)
 */
export const ARM_POOL = z.looseObject({
  ...RESOURCE,
  properties: z.preprocess(toArmSpelling, PROPERTIES.transform(withoutReadOnly)),
});

/** The body of a pool update; "this property can be set to an empty object to remove the start task from the pool". */
export const ARM_POOL_CHANGE = z.looseObject({
  ...RESOURCE,
  properties: z.preprocess(
    toArmSpelling,
    PROPERTIES.partial()
      .extend({ startTask: z.union([START_TASK, z.strictObject({})]).optional() })
      .transform(withoutReadOnly)
      .default({}),
  ),
});

function withoutReadOnly<Properties extends object>(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !READ_ONLY.includes(name))) as Properties;
}
