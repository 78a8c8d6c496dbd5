import { requireConditions } from '../../http/conditions.ts';
import { lookupPool } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { beginDeletion } from '../../life/pool-life.ts';
import { requireActive } from '../../rules/pool-state-rules.ts';

/**
 * DELETE /pools/{poolId} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/pools/delete-pool
 */
export const deletePool: Operation = {
  name: 'Pools_DeletePool',
  plane: 'data',
  method: 'DELETE',
  path: '/pools/{poolId}',
  handle: ({ path, headers }, { account, world }) => {
    const pool = lookupPool(account, path);
    requireConditions(headers, pool);
    requireActive(pool);
    beginDeletion(world, pool);
    return { status: 202 };
  },
};
