import type { Operation } from '../http/operation.ts';
import { type Filterable, ONLY_EQUAL, ORDERED, TEXT } from '../odata/filter.ts';
import { listAnswer } from '../odata/listing.ts';
import { toWirePool } from '../views/pool-view.ts';

/** https://learn.microsoft.com/rest/api/batchservice/odata-filters-in-batch, pools */
const FILTERABLE: Filterable = {
  id: TEXT,
  state: ONLY_EQUAL,
  stateTransitionTime: ORDERED,
  allocationState: ONLY_EQUAL,
  allocationStateTransitionTime: ORDERED,
  creationTime: ORDERED,
  lastModified: ORDERED,
  enableAutoScale: ['eq', 'ne'],
  enableInterNodeCommunication: ['eq', 'ne'],
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
