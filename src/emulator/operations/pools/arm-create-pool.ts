import * as z from 'zod';
import type { ArmPoolProperties } from '../../../wire/arm-pool.ts';
import { ARM_POOL } from '../../bodies/arm-pool-schema.ts';
import { ENTITY_ID } from '../../bodies/common-schemas.ts';
import { BatchError } from '../../http/batch-error.ts';
import { requireConditions } from '../../http/conditions.ts';
import type { Operation, OperationContext } from '../../http/operation.ts';
import { readBody } from '../../http/read-body.ts';
import { changeSettings } from '../../life/pool-change.ts';
import { newPool } from '../../life/pool-life.ts';
import { type Knowledge, managementKnowledgeOf } from '../../rules/knowledge.ts';
import { checkSettings, replacedSettings } from '../../rules/pool-rules.ts';
import { requireActive } from '../../rules/pool-state-rules.ts';
import { checkScale, scale } from '../../rules/scale-rules.ts';
import { armEntityTag, toArmPool } from '../../views/arm-pool-view.ts';
import { findPool } from '../../world/find.ts';
import type { Pool, World } from '../../world/world.ts';

const NAMED = z.object({ name: ENTITY_ID });

/**
 * PUT …/batchAccounts/{accountName}/pools/{poolName} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchmanagement/pool/create
 *
 * Of a pool that is there it is an update, as templates that are deployed again ask for.
 */
export const armCreatePool: Operation = {
  name: 'Pool_Create',
  plane: 'management',
  method: 'PUT',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.Batch/batchAccounts/{accountName}/pools/{poolName}',
  handle: ({ path, query, body, headers }, { account, world }) => {
    const { name: id } = readBody({ name: path['poolName'] }, NAMED);
    const wanted = readBody(body, ARM_POOL);
    const version = query['api-version'];
    const knowledge = managementKnowledgeOf(version);
    const present = findPool(account, id);
    requireMatch(headers, present);
    const pool =
      present === undefined
        ? create({ world, account }, { id, wanted, knowledge })
        : replace(world, present, { wanted, knowledge });
    return { status: 200, headers: { etag: armEntityTag(pool) }, body: toArmPool(account, pool, version) };
  },
};

interface Order {
  readonly wanted: z.infer<typeof ARM_POOL>;
  readonly knowledge: Knowledge;
}

/**
 * "If-None-Match: Set to '*' to allow a new pool to be created, but to prevent updating an existing pool. Other values will
 * be ignored. If-Match: A value of '*' can be used to apply the operation only if the pool already exists." (same page)
 * @throws BatchError ConditionNotMet
 */
function requireMatch(headers: Readonly<Record<string, string>>, present: Pool | undefined): void {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  const mayBeThere = noneMatch?.trim() !== '*';
  if (present === undefined ? match !== undefined : !mayBeThere) throw new BatchError('ConditionNotMet');
  if (present !== undefined && match !== undefined) requireConditions({ 'if-match': match }, present);
}

function create(
  { world, account }: OperationContext,
  { id, wanted, knowledge }: Order & { readonly id: string },
): Pool {
  const settings = wanted.properties as ArmPoolProperties;
  checkSettings(settings, knowledge);
  return newPool(world, account, { id, settings, identity: wanted.identity as never, tags: wanted.tags });
}

/** Updates an existing pool. assumed: missing settings get the defaults of a new pool, except for the scale. */
function replace(world: World, pool: Pool, { wanted, knowledge }: Order): Pool {
  const { scaleSettings, ...properties } = wanted.properties as ArmPoolProperties;
  requireActive(pool);
  const settings = replacedSettings(pool, properties as ArmPoolProperties, knowledge);
  checkScale(pool, scaleSettings);
  pool.identity = wanted.identity as Pool['identity'];
  pool.tags = wanted.tags;
  changeSettings(world, pool, settings);
  scale(world, pool, scaleSettings);
  return pool;
}
