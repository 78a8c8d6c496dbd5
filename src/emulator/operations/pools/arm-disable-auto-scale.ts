import { lookupPool } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { disableAutoScale } from '../../life/pool-change.ts';
import { requireActive } from '../../rules/pool-state-rules.ts';
import { armEntityTag, toArmPool } from '../../views/arm-pool-view.ts';

/**
 * POST …/batchAccounts/{accountName}/pools/{poolName}/disableAutoScale (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchmanagement/pool/disable-auto-scale
 */
export const armDisableAutoScale: Operation = {
  name: 'Pool_DisableAutoScale',
  plane: 'management',
  method: 'POST',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.Batch/batchAccounts/{accountName}/pools/{poolName}/disableAutoScale',
  handle: ({ path, query }, { account, world }) => {
    const pool = lookupPool(account, { poolId: path['poolName'] ?? '' });
    requireActive(pool);
    disableAutoScale(world, pool);
    return {
      status: 200,
      headers: { etag: armEntityTag(pool) },
      body: toArmPool(account, pool, query['api-version']),
    };
  },
};
