import { BatchError } from '../../http/batch-error.ts';
import type { Operation, OperationRequest } from '../../http/operation.ts';
import { laggingCounts } from '../../life/lagging-counts.ts';
import { ONLY_EQUAL } from '../../odata/filter.ts';
import { listAnswer } from '../../odata/listing.ts';
import { toWireNodeCounts } from '../../views/node-counts-view.ts';
import { findPool } from '../../world/find.ts';
import type { Knobs } from '../../world/knobs.ts';

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
    const query = filteredQuery(request.query, world.knobs);
    return listAnswer(
      { ...request, query },
      {
        items: account.pools,
        view: (pool) => toWireNodeCounts({ id: pool.id, nodes: pool.nodes, counts: countsOf(pool) }, request.version),
        filterable: { poolId: ONLY_EQUAL },
        key: { property: 'poolId', find: (id) => findPool(account, id) },
        collection: 'poolnodecounts',
        path: '/nodecounts',
        largestPage: world.knobs.nodeCountsPageSize,
      },
    );
  },
};

/** @throws BatchError InvalidQueryParameterValue for several pools, where the knob refuses them */
function filteredQuery(query: OperationRequest['query'], { nodeCountsFilter }: Knobs): OperationRequest['query'] {
  const { $filter, ...others } = query;
  if ($filter === undefined || nodeCountsFilter === 'ignored') return others;
  if (nodeCountsFilter === 'one pool' && / or /i.test($filter)) {
    throw new BatchError(
      'InvalidQueryParameterValue',
      ['QueryParameterName', '$filter'],
      ['QueryParameterValue', $filter],
      ['Reason', 'Only one pool can be named.'],
    );
  }
  return query;
}
