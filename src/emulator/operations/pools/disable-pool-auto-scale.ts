import { entityHeaders } from '../../http/entity-headers.ts';
import { lookupPool } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { disableAutoScale } from '../../life/pool-change.ts';
import { requireActive } from '../../rules/pool-state-rules.ts';

/**
 * POST /pools/{poolId}/disableautoscale (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/pools/disable-pool-auto-scale
 *
 * assumed: of a pool without a formula it changes nothing.
 */
export const disablePoolAutoScale: Operation = {
  name: 'Pools_DisablePoolAutoScale',
  plane: 'data',
  method: 'POST',
  path: '/pools/{poolId}/disableautoscale',
  handle: ({ path }, { account, world }) => {
    const pool = lookupPool(account, path);
    requireActive(pool);
    disableAutoScale(world, pool);
    return { status: 200, headers: entityHeaders(pool) };
  },
};
