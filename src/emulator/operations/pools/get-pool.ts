import { lookupPool } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { elementAnswer } from '../../odata/listing.ts';
import { toWirePool } from '../../views/pool-view.ts';

/**
 * GET /pools/{poolId} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/pools/get-pool
 */
export const getPool: Operation = {
  name: 'Pools_GetPool',
  plane: 'data',
  method: 'GET',
  path: '/pools/{poolId}',
  handle: (request, { account }) => {
    const pool = lookupPool(account, request.path);
    return elementAnswer(request, { view: toWirePool(pool, request), collection: 'pools', entity: pool });
  },
};
