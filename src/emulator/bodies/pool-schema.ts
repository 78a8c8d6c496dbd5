import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { DEALLOCATE_OPTIONS } from '../../wire/node.ts';
import { IMAGE_REFERENCE, KEPT, METADATA, SPAN } from './common-schemas.ts';
import { EXTENSIONS } from './extension-schema.ts';
import { UPGRADE_POLICY } from './upgrade-policy-schema.ts';

/** "The default value is 15 minutes. The minimum value is 5 minutes." */
export const RESIZE_TIMEOUT = SPAN.refine((text) => minutesOf(text) >= 5, 'The minimum value is 5 minutes (PT5M).');

/** "The default value is 15 minutes. The minimum and maximum value are 5 minutes and 168 hours respectively." */
export const EVALUATION_INTERVAL = SPAN.refine(
  (text) => minutesOf(text) >= 5 && minutesOf(text) <= 168 * 60,
  'The minimum and maximum value are 5 minutes and 168 hours.',
);

export const NODE_COUNT = z.int32().min(0);

export const DEALLOCATION_OPTION = z.enum(DEALLOCATE_OPTIONS);

export const DISPLAY_NAME = z.string().max(1024);

/**
 * "The maximum value is the smaller of 4 times the number of cores of the vmSize of the pool or 256"; the number of cores is
 * not known here.
 */
export const TASK_SLOTS = z.int().min(1).max(256);

/** https://learn.microsoft.com/rest/api/batchservice/pools/create-pool#batchstarttask (api-version 2025-06-01) */
export const START_TASK = z.strictObject({
  commandLine: z.string().min(1),
  waitForSuccess: z.boolean().optional(),
  maxTaskRetryCount: z.int().min(-1).optional(),
  containerSettings: KEPT,
  resourceFiles: KEPT,
  environmentSettings: KEPT,
  userIdentity: KEPT,
});

/** https://learn.microsoft.com/rest/api/batchservice/pools/create-pool#virtualmachineconfiguration (api-version 2025-06-01) */
const VIRTUAL_MACHINES = z.strictObject({
  imageReference: IMAGE_REFERENCE,
  nodeAgentSKUId: z.string().min(1),
  extensions: EXTENSIONS.optional(),
  windowsConfiguration: z.strictObject({ enableAutomaticUpdates: z.boolean().optional() }).optional(),
  nodePlacementConfiguration: z.strictObject({ policy: z.enum(['regional', 'zonal']).optional() }).optional(),
  dataDisks: KEPT,
  licenseType: KEPT,
  containerConfiguration: KEPT,
  diskEncryptionConfiguration: KEPT,
  osDisk: KEPT,
  securityProfile: KEPT,
  serviceArtifactReference: KEPT,
});

/** The service shows `Spread` or `Pack`, and accepts what it shows. */
const FILL_TYPE = z.preprocess(
  (word) => (typeof word === 'string' ? word.toLowerCase() : word),
  z.enum(['pack', 'spread']),
);

const FILL_TYPES = { nodeFillType: FILL_TYPE, jobDefaultOrder: z.enum(['none', 'creationtime']) };

/** https://learn.microsoft.com/rest/api/batchservice/pools/create-pool#batchapplicationpackagereference (api-version 2025-06-01) */
export const PACKAGE_REFERENCES = z
  .array(z.looseObject({ applicationId: z.string(), version: z.string().optional() }))
  .max(10);

/** The settings of a pool on the data plane that every version can update. */
export const ALWAYS_UPDATABLE = {
  startTask: START_TASK.optional(),
  metadata: METADATA.optional(),
  applicationPackageReferences: PACKAGE_REFERENCES.optional(),
  certificateReferences: z.array(z.looseObject({})).optional(),
  targetNodeCommunicationMode: z.enum(['default', 'classic', 'simplified']).optional(),
};

/** The settings of a pool on the data plane that newer versions can update. */
export const UPDATABLE = {
  ...ALWAYS_UPDATABLE,
  displayName: DISPLAY_NAME.optional(),
  vmSize: z.string().min(1).optional(),
  virtualMachineConfiguration: VIRTUAL_MACHINES.optional(),
  enableInterNodeCommunication: z.boolean().optional(),
  taskSlotsPerNode: TASK_SLOTS.optional(),
  taskSchedulingPolicy: z
    .strictObject({ ...FILL_TYPES, jobDefaultOrder: FILL_TYPES.jobDefaultOrder.optional() })
    .optional(),
  networkConfiguration: z.looseObject({}).optional(),
  resourceTags: z.record(z.string(), z.string()).optional(),
  userAccounts: z.array(z.looseObject({})).optional(),
  mountConfiguration: z.array(z.looseObject({})).optional(),
  upgradePolicy: UPGRADE_POLICY.optional(),
};

function minutesOf(duration: string): number {
  // An invalid duration was refused by its own rule, but this one is checked as well.
  try {
    return Temporal.Duration.from(duration).total('minutes');
  } catch {
    return Number.NaN;
  }
}
