import { lookupPool } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { STOPPED, stopResize } from '../../life/resize.ts';
import { requireResizing } from '../../rules/pool-state-rules.ts';
import { armEntityTag, toArmPool } from '../../views/arm-pool-view.ts';

/**
 * POST …/batchAccounts/{accountName}/pools/{poolName}/stopResize (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchmanagement/pool/stop-resize
 */
export const armStopResize: Operation = {
  name: 'Pool_StopResize',
  plane: 'management',
  method: 'POST',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.Batch/batchAccounts/{accountName}/pools/{poolName}/stopResize',
  handle: ({ path, query }, { account, world }) => {
    const pool = lookupPool(account, { poolId: path['poolName'] ?? '' });
    requireResizing(pool);
    stopResize(world, pool, STOPPED);
    return {
      status: 200,
      headers: { etag: armEntityTag(pool) },
      body: toArmPool(account, pool, query['api-version']),
    };
  },
};
