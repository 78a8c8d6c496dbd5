import * as z from 'zod';
import type { ArmPoolProperties } from '../../../wire/arm-pool.ts';
import { ENTITY_ID } from '../../bodies/common-schemas.ts';
import { EVALUATION_INTERVAL, NODE_COUNT, RESIZE_TIMEOUT, UPDATABLE } from '../../bodies/pool-schema.ts';
import { BatchError } from '../../http/batch-error.ts';
import { entityHeaders } from '../../http/entity-headers.ts';
import type { Operation } from '../../http/operation.ts';
import { readBody } from '../../http/read-body.ts';
import { newPool } from '../../life/pool-life.ts';
import { checkFormula } from '../../rules/formula-rules.ts';
import { knowledgeOf } from '../../rules/knowledge.ts';
import { checkSettings } from '../../rules/pool-rules.ts';
import { requireActive } from '../../rules/pool-state-rules.ts';
import { dataPlaneUrl } from '../../views/data-plane-url.ts';
import { toPoolSettings, toScaleSettings } from '../../views/pool-settings.ts';
import { findPool } from '../../world/find.ts';

/**
 * On purpose: "If enableAutoScale is set to false, then you must set either targetDedicatedNodes, targetLowPriorityNodes, or both",
 * says the page below; recordings of the live service show that a pool with neither is made, with 0 nodes.
 */
const BODY = z
  .strictObject({
    ...UPDATABLE,
    id: ENTITY_ID,
    vmSize: z.string().min(1),
    cloudServiceConfiguration: z.looseObject({}).optional(),
    applicationLicenses: z.array(z.string()).optional(),
    resizeTimeout: RESIZE_TIMEOUT.optional(),
    targetDedicatedNodes: NODE_COUNT.optional(),
    targetLowPriorityNodes: NODE_COUNT.optional(),
    enableAutoScale: z.boolean().optional(),
    autoScaleFormula: z.string().min(1).optional(),
    autoScaleEvaluationInterval: EVALUATION_INTERVAL.optional(),
  })
  .refine(
    (pool) => (pool.virtualMachineConfiguration === undefined) !== (pool.cloudServiceConfiguration === undefined),
    { message: 'Exactly one of the two configurations is required.', path: ['virtualMachineConfiguration'] },
  )
  // "This property must not be specified if enableAutoScale is set to true."
  .refine((pool) => pool.enableAutoScale !== true || !hasTargets(pool), {
    message: 'It must not be specified if enableAutoScale is set to true.',
    path: ['targetDedicatedNodes'],
  })
  // "This property must not be specified if enableAutoScale is set to false. It is required if … set to true."
  .refine((pool) => (pool.enableAutoScale === true) === (pool.autoScaleFormula !== undefined), {
    message: 'A formula is required if enableAutoScale is set to true, and must not be specified otherwise.',
    path: ['autoScaleFormula'],
  });

/**
 * POST /pools (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/pools/create-pool
 */
export const createPool: Operation = {
  name: 'Pools_CreatePool',
  plane: 'data',
  method: 'POST',
  path: '/pools',
  handle: ({ body, baseUrl, version }, { account, world }) => {
    const { id, settings } = readSettings(body);
    checkSettings(settings, knowledgeOf(version));
    const present = findPool(account, id);
    if (present !== undefined) {
      requireActive(present);
      throw new BatchError('PoolExists');
    }
    // "identity" can be given to a pool by the management plane only.
    const pool = newPool(world, account, { id, settings, identity: undefined, tags: undefined });
    const location = dataPlaneUrl(baseUrl, 'pools', id);
    return { status: 201, headers: { ...entityHeaders(pool), location, dataserviceid: location } };
  },
};

function readSettings(body: unknown): { readonly id: string; readonly settings: ArmPoolProperties } {
  const {
    id,
    resizeTimeout,
    targetDedicatedNodes,
    targetLowPriorityNodes,
    enableAutoScale: _,
    autoScaleFormula,
    autoScaleEvaluationInterval,
    ...rest
  } = readBody(body, BODY);
  checkFormula(autoScaleFormula);
  const fixed = { resizeTimeout, targetDedicatedNodes, targetLowPriorityNodes };
  const scaleSettings = toScaleSettings({ ...fixed, autoScaleFormula, autoScaleEvaluationInterval });
  return { id, settings: { ...toPoolSettings(rest), scaleSettings } as ArmPoolProperties };
}

function hasTargets(pool: { readonly targetDedicatedNodes?: unknown; readonly targetLowPriorityNodes?: unknown }) {
  return pool.targetDedicatedNodes !== undefined || pool.targetLowPriorityNodes !== undefined;
}
