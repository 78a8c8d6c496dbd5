import type * as z from 'zod';
import type { ArmPoolProperties } from '../../../wire/arm-pool.ts';
import { ARM_POOL_CHANGE } from '../../bodies/arm-pool-schema.ts';
import { requireConditions } from '../../http/conditions.ts';
import { lookupPool } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { readBody } from '../../http/read-body.ts';
import { changeSettings } from '../../life/pool-change.ts';
import { managementKnowledgeOf } from '../../rules/knowledge.ts';
import { changedSettings } from '../../rules/pool-rules.ts';
import { requireActive } from '../../rules/pool-state-rules.ts';
import { checkScale, scale } from '../../rules/scale-rules.ts';
import { armEntityTag, toArmPool } from '../../views/arm-pool-view.ts';
import type { Pool } from '../../world/world.ts';

/**
 * PATCH …/batchAccounts/{accountName}/pools/{poolName} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchmanagement/pool/update
 */
export const armUpdatePool: Operation = {
  name: 'Pool_Update',
  plane: 'management',
  method: 'PATCH',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.Batch/batchAccounts/{accountName}/pools/{poolName}',
  handle: ({ path, query, body, headers }, { account, world }) => {
    const pool = lookupPool(account, { poolId: path['poolName'] ?? '' });
    const version = query['api-version'];
    requireConditions(headers, pool);
    const { properties, identity, tags } = readBody(body, ARM_POOL_CHANGE);
    requireActive(pool);
    const { scaleSettings, ...change } = toChange(properties);
    const settings = withoutEmptyStartTask(changedSettings(pool, change, managementKnowledgeOf(version)));
    checkScale(pool, scaleSettings);
    if (identity !== undefined) pool.identity = identity as Pool['identity'];
    if (tags !== undefined) pool.tags = tags;
    changeSettings(world, pool, settings);
    scale(world, pool, scaleSettings);
    return { status: 200, headers: { etag: armEntityTag(pool) }, body: toArmPool(account, pool, version) };
  },
};

/** "Any property not supplied will be unchanged." (same page) */
function toChange(properties: z.infer<typeof ARM_POOL_CHANGE>['properties']): Partial<ArmPoolProperties> {
  const supplied = Object.entries(properties).filter(([, value]) => value !== undefined);
  return Object.fromEntries(supplied) as Partial<ArmPoolProperties>;
}

function withoutEmptyStartTask({ startTask, ...rest }: ArmPoolProperties): ArmPoolProperties {
  const isEmpty = startTask === undefined || Object.keys(startTask).length === 0;
  return isEmpty ? (rest as ArmPoolProperties) : { ...(rest as ArmPoolProperties), startTask };
}
