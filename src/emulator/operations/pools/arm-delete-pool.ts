import type { Operation } from '../../http/operation.ts';
import { beginDeletion } from '../../life/pool-life.ts';
import { deletionGoesOn } from '../../views/deletion-view.ts';
import { findPool } from '../../world/find.ts';

/**
 * DELETE …/batchAccounts/{accountName}/pools/{poolName} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchmanagement/pool/delete
 */
export const armDeletePool: Operation = {
  name: 'Pool_Delete',
  plane: 'management',
  method: 'DELETE',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.Batch/batchAccounts/{accountName}/pools/{poolName}',
  handle: ({ path, query, baseUrl }, { account, world }) => {
    const pool = findPool(account, path['poolName'] ?? '');
    if (pool === undefined) return { status: 204 };
    if (pool.state === 'active') beginDeletion(world, pool);
    return deletionGoesOn(account, { poolId: pool.id, baseUrl, query });
  },
};
