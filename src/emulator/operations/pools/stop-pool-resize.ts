import { requireConditions } from '../../http/conditions.ts';
import { entityHeaders } from '../../http/entity-headers.ts';
import { lookupPool } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { STOPPED, stopResize } from '../../life/resize.ts';
import { requireResizing } from '../../rules/pool-state-rules.ts';

/**
 * POST /pools/{poolId}/stopresize (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/pools/stop-pool-resize
 */
export const stopPoolResize: Operation = {
  name: 'Pools_StopPoolResize',
  plane: 'data',
  method: 'POST',
  path: '/pools/{poolId}/stopresize',
  handle: ({ path, headers }, { account, world }) => {
    const pool = lookupPool(account, path);
    requireConditions(headers, pool);
    requireResizing(pool);
    stopResize(world, pool, STOPPED);
    return { status: 202, headers: entityHeaders(pool) };
  },
};
