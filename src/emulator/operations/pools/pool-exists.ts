import { meetsConditions } from '../../http/conditions.ts';
import { entityHeaders } from '../../http/entity-headers.ts';
import { lookupPool } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';

/**
 * HEAD /pools/{poolId} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/pools/pool-exists
 */
export const poolExists: Operation = {
  name: 'Pools_PoolExists',
  plane: 'data',
  method: 'HEAD',
  path: '/pools/{poolId}',
  handle: ({ path, headers }, { account }) => {
    const pool = lookupPool(account, path);
    return { status: meetsConditions(headers, pool) ? 200 : 304, headers: entityHeaders(pool) };
  },
};
