import type { Operation } from '../../http/operation.ts';
import { ONLY_EQUAL } from '../../odata/filter.ts';
import { listAnswer } from '../../odata/listing.ts';
import { toWireNodeCounts } from '../../views/node-counts-view.ts';
import { laggingCounts } from '../../world/lagging-counts.ts';

/**
 * GET /nodecounts (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/pools/list-pool-node-counts
 */
export const listPoolNodeCounts: Operation = {
  name: 'Pools_ListPoolNodeCounts',
  plane: 'data',
  method: 'GET',
  path: '/nodecounts',
  handle: (request, { account, world }) => {
    // "the numbers returned may not always be up to date. If you need exact node counts, use a list query." (same page)
    const countsOf = laggingCounts(world, world.knobs.countsLagSeconds);
    return listAnswer(request, {
      items: account.pools,
      view: (pool) => toWireNodeCounts({ id: pool.id, nodes: pool.nodes, counts: countsOf(pool) }, request.version),
      filterable: { poolId: ONLY_EQUAL },
      collection: 'poolnodecounts',
      path: '/nodecounts',
      largestPage: world.knobs.nodeCountsPageSize,
    });
  },
};
