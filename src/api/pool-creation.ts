import * as z from 'zod';
import type { Contract } from './contract.ts';
import { NO_QUERY } from './no-query.ts';
import { ACCOUNT, POOL, POOL_PATH, POOL_ROUTE } from './parameters.ts';

const FINDING = z
  .object({
    severity: z
      .enum(['error', 'warning', 'advice'])
      .describe(
        '`error`: the pool is not created; `warning`: it probably does not do what is meant; `advice`: worth knowing.',
      ),
    path: z.string().describe('As `$.properties.vmSize`, in the body as it was given.'),
    line: z.int().describe('The line in the text of the body, from 1; where the text itself is wrong.').optional(),
    column: z.int().optional(),
    rule: z.string(),
    message: z.string(),
    source: z.string().describe('The address of the page that states the rule.'),
  })
  .meta({ id: 'PoolFinding', description: 'A rule that the body of a pool breaks.' });

const CHECK = z
  .object({
    ok: z.boolean().describe('Whether the pool would be created, as far as the rules can tell.'),
    findings: z.array(FINDING),
  })
  .meta({ id: 'PoolCheck' });

const CREATED = z
  .object({
    pool: z.unknown().describe('The pool as the management plane shows it.'),
    findings: z.array(FINDING).describe('Warnings and advice.'),
    correlation: z.string().describe('Its records in the audit log have it.'),
  })
  .meta({ id: 'CreatedPool' });

const BODY = z
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
  .meta({
    id: 'PoolBody',
    description:
      'As https://learn.microsoft.com/rest/api/batchmanagement/pool/create defines it. Nothing is required here, because every fault is reported as a finding.',
  });

/** A small pool. */
const BODY_EXAMPLE: z.input<typeof BODY> = {
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

const FINDING_EXAMPLE: z.infer<typeof FINDING> = {
  severity: 'warning',
  path: '$.properties.deploymentConfiguration.virtualMachineConfiguration.extensions[0]',
  rule: 'extension-version',
  message: 'the extension has no typeHandlerVersion',
  source: 'https://learn.microsoft.com/azure/batch/create-pool-extensions',
};

const POOL_BODY = {
  schema: BODY,
  text: true,
  example: BODY_EXAMPLE,
  description: 'The body of a pool on the management plane.',
} as const;

export const putPool = {
  name: 'put-pool',
  method: 'PUT',
  route: POOL_ROUTE,
  access: 'operate',
  tag: 'pools',
  summary: 'Create a pool after checking its body.',
  description:
    'Through the management plane, from the body that it defines; `upgradePolicy`, `identity` and `extensions` arrive unchanged. ' +
    'A pool that exists is never changed. The settings need the `resourceId` of the account.',
  path: POOL_PATH,
  query: NO_QUERY,
  body: POOL_BODY,
  answers: {
    201: {
      description: 'The pool was created.',
      headers: { location: 'The address of the pool.' },
      content: {
        schema: CREATED,
        example: {
          pool: { name: 'render', ...BODY_EXAMPLE },
          findings: [FINDING_EXAMPLE],
          correlation: '0f4c1e0e-8f0b-4f7e-9a3c-2d1f5a6b7c8d',
        },
      },
    },
  },
  problems: ['InvalidRequest', 'InvalidPool', 'AccountNotFound', 'PoolExists', 'BodyTooLarge', 'UnsupportedMediaType'],
} as const satisfies Contract;

const API_VERSION = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d(?:-preview)?$/, 'a version of the management plane such as 2024-07-01 is expected')
  .describe(
    'The version of the management plane whose rules apply, such as `2024-07-01`; that of the settings without it.',
  );

const EXISTING = z
  .string()
  .describe('A pool that exists, such as `demo/render`; the extensions in the body are compared with its extensions.')
  .transform((text, context) => {
    const [account, poolId, ...more] = text.split('/');
    if (ACCOUNT.safeParse(account).success && POOL.safeParse(poolId).success && more.length === 0) {
      return { account: account ?? '', poolId: poolId ?? '' };
    }
    context.addIssue({ code: 'custom', message: 'an account and a pool such as demo/render are expected' });
    return z.NEVER;
  });

export const checkPool = {
  name: 'check-pool',
  method: 'POST',
  route: 'pools/check',
  access: 'operate',
  tag: 'pools',
  summary: 'Check the body of a pool; nothing is created.',
  description: 'A body with findings is not a failed request: `ok` has the verdict.',
  query: z.strictObject({ apiVersion: API_VERSION.optional(), existing: EXISTING.optional() }),
  body: POOL_BODY,
  answers: {
    200: {
      description: 'Every finding about the body.',
      content: { schema: CHECK, example: { ok: true, findings: [FINDING_EXAMPLE] } },
    },
  },
  problems: ['InvalidRequest', 'AccountNotFound', 'PoolNotFound', 'BodyTooLarge', 'UnsupportedMediaType'],
} as const satisfies Contract;
