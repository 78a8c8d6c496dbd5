import { lookupPool } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { armEntityTag, toArmPool } from '../../views/arm-pool-view.ts';

/**
 * GET …/batchAccounts/{accountName}/pools/{poolName} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchmanagement/pool/get
 */
export const armGetPool: Operation = {
  name: 'Pool_Get',
  plane: 'management',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.Batch/batchAccounts/{accountName}/pools/{poolName}',
  handle: ({ path, query }, { account }) => {
    const pool = lookupPool(account, { poolId: path['poolName'] ?? '' });
    return { status: 200, headers: { etag: armEntityTag(pool) }, body: toArmPool(account, pool, query['api-version']) };
  },
};
