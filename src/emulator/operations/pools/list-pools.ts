import type { Operation } from '../../http/operation.ts';
import { type Filterable, FLAG, TEXT, TIME, WORD } from '../../odata/filter.ts';
import { listAnswer } from '../../odata/listing.ts';
import { toWirePool } from '../../views/pool-view.ts';

/** https://learn.microsoft.com/rest/api/batchservice/odata-filters-in-batch, pools */
const FILTERABLE: Filterable = {
  id: TEXT,
  state: WORD,
  stateTransitionTime: TIME,
  allocationState: WORD,
  allocationStateTransitionTime: TIME,
  creationTime: TIME,
  lastModified: TIME,
  enableAutoScale: FLAG,
  enableInterNodeCommunication: FLAG,
  vmSize: TEXT,
};

/**
 * GET /pools (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/pools/list-pools
 */
export const listPools: Operation = {
  name: 'Pools_ListPools',
  plane: 'data',
  method: 'GET',
  path: '/pools',
  handle: (request, { account }) =>
    listAnswer(request, {
      items: account.pools,
      view: (pool) => toWirePool(pool, request),
      filterable: FILTERABLE,
      collection: 'pools',
      path: '/pools',
      largestPage: 1000,
    }),
};
