import type { Operation } from '../http/operation.ts';
import { ONLY_EQUAL } from '../odata/filter.ts';
import { listAnswer } from '../odata/listing.ts';
import { toWireNodeCounts } from '../views/node-counts-view.ts';

/**
 * GET /nodecounts (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/pools/list-pool-node-counts
 */
export const listPoolNodeCounts: Operation = {
  name: 'Pools_ListPoolNodeCounts',
  plane: 'data',
  method: 'GET',
  path: '/nodecounts',
  handle: (request, { account, world }) =>
    listAnswer(request, {
      items: account.pools.values(),
      view: (pool) => toWireNodeCounts(pool, request.version),
      filterable: { poolId: ONLY_EQUAL },
      collection: 'poolnodecounts',
      path: '/nodecounts',
      largestPage: world.knobs.nodeCountsPageSize,
    }),
};
