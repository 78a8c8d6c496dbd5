import * as z from 'zod';

/** A rule that the body of a pool does not hold to. */
export const POOL_FINDING = z.object({
  severity: z
    .enum(['error', 'warning', 'advice'])
    .describe(
      '`error`: the pool is not created; `warning`: it probably does not do what is meant; `advice`: worth knowing.',
    ),
  path: z.string().describe('As `$.properties.vmSize`, in the body as it was given.'),
  line: z.int().describe('In the text of the body, from 1; where something is wrong with the text itself.').optional(),
  column: z.int().optional(),
  rule: z.string(),
  message: z.string(),
  source: z.string().describe('The address of the page that says so.'),
});

/** What is found in a body. */
export const POOL_CHECK = z.object({
  ok: z.boolean().describe('Would the pool be created, as far as the rules know?'),
  findings: z.array(POOL_FINDING),
});

/** A pool that was created. */
export const CREATED_POOL = z.object({
  pool: z.unknown().describe('As the management plane shows it.'),
  findings: z.array(POOL_FINDING).describe('Warnings and advice.'),
  correlation: z.string().describe('Its records in the history have it.'),
});

/** The body of a pool on the management plane. */
export const ARM_POOL = z
  .looseObject({
    properties: z
      .looseObject({
        vmSize: z.string().optional(),
        deploymentConfiguration: z.looseObject({}).optional(),
        scaleSettings: z.looseObject({}).optional(),
        upgradePolicy: z.looseObject({}).optional(),
      })
      .optional(),
    identity: z.looseObject({}).optional(),
  })
  .describe(
    'As https://learn.microsoft.com/rest/api/batchmanagement/pool/create has it. What is wrong with it is found and said, so that nothing is required here.',
  );

/** A small pool. */
export const ARM_POOL_EXAMPLE: z.input<typeof ARM_POOL> = {
  properties: {
    vmSize: 'STANDARD_D4S_V3',
    deploymentConfiguration: {
      virtualMachineConfiguration: {
        imageReference: {
          publisher: 'microsoft-dsvm',
          offer: 'ubuntu-hpc',
          sku: '2204',
          version: 'latest',
        },
        nodeAgentSkuId: 'batch.node.ubuntu 22.04',
      },
    },
    scaleSettings: { fixedScale: { targetDedicatedNodes: 2 } },
  },
};

/** Something to mend. */
export const POOL_FINDING_EXAMPLE: z.infer<typeof POOL_FINDING> = {
  severity: 'warning',
  path: '$.properties.deploymentConfiguration.virtualMachineConfiguration.extensions[0]',
  rule: 'extension-version',
  message: 'the extension has no typeHandlerVersion',
  source: 'https://learn.microsoft.com/azure/batch/create-pool-extensions',
};
