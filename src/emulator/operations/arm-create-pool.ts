import type * as z from 'zod';
import type { ArmPoolProperties } from '../../wire/arm-pool.ts';
import { isManagementSince, UPGRADE_POLICY_SINCE } from '../http/api-versions.ts';
import { BatchError } from '../http/batch-error.ts';
import type { Operation } from '../http/operation.ts';
import { readBody } from '../http/read-body.ts';
import { checkSettings } from '../rules/pool-rules.ts';
import { armEntityTag, toArmPool } from '../views/arm-pool-view.ts';
import { findPool } from '../world/find.ts';
import { newPool } from '../world/pool-life.ts';
import { ARM_POOL } from './arm-pool-schema.ts';
import { ENTITY_ID } from './schemas.ts';

/**
 * PUT …/batchAccounts/{accountName}/pools/{poolName} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchmanagement/pool/create
 */
export const armCreatePool: Operation = {
  name: 'Pool_Create',
  plane: 'management',
  method: 'PUT',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.Batch/batchAccounts/{accountName}/pools/{poolName}',
  handle: ({ path, query, body, headers }, { account, world }) => {
    const id = readBody(path['poolName'], ENTITY_ID);
    const { properties, identity, tags } = readBody(body, ARM_POOL);
    const settings = toSettings(properties);
    const version = query['api-version'];
    checkSettings(settings, { knowsUpgradePolicy: isManagementSince(version, UPGRADE_POLICY_SINCE.management) });
    if (findPool(account, id) !== undefined) {
      // "Set to '*' to allow a new pool to be created, but to prevent updating an existing pool" (same page)
      // assumed: without the header a pool that is there is refused too, since it cannot be created again.
      throw new BatchError(headers['if-none-match'] === '*' ? 'ConditionNotMet' : 'PoolExists');
    }
    const pool = newPool(world, account, { id, settings, identity: identity as never, tags });
    return { status: 200, headers: { etag: armEntityTag(pool) }, body: toArmPool(account, pool, version) };
  },
};

function toSettings(properties: z.infer<typeof ARM_POOL>['properties']): ArmPoolProperties {
  return properties as ArmPoolProperties;
}
