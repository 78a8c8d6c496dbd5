import type { Operation } from '../../http/operation.ts';
import { deletionGoesOn } from '../../views/deletion-view.ts';
import { findPool } from '../../world/find.ts';

/**
 * GET …/batchAccounts/{accountName}/poolOperationResults/{operationId}, where a long-running deletion is followed: 202
 * while it goes on, 200 when the pool is gone.
 */
export const armGetPoolOperationResult: Operation = {
  name: 'Pool_GetOperationResult',
  plane: 'management',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.Batch/batchAccounts/{accountName}/poolOperationResults/{operationId}',
  handle: ({ path, query, baseUrl }, { account }) => {
    const poolId = (path['operationId'] ?? '').replace(/^delete-/, '');
    // A pool that is there and stays has been made anew under the name of the one that was deleted.
    return findPool(account, poolId)?.state === 'deleting'
      ? deletionGoesOn(account, { poolId, query, baseUrl })
      : { status: 200 };
  },
};
