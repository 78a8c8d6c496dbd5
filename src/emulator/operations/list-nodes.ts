import { lookupPool } from '../http/lookup.ts';
import type { Operation } from '../http/operation.ts';
import { type Filterable, ONLY_EQUAL, ORDERED } from '../odata/filter.ts';
import { listAnswer } from '../odata/listing.ts';
import { toWireNode } from '../views/node-view.ts';

/** https://learn.microsoft.com/rest/api/batchservice/odata-filters-in-batch, nodes in a pool */
const FILTERABLE: Filterable = {
  state: ONLY_EQUAL,
  stateTransitionTime: ORDERED,
  lastBootTime: ORDERED,
  allocationTime: ORDERED,
  'startTaskInfo/state': ONLY_EQUAL,
  'startTaskInfo/result': ['eq', 'ne'],
  'startTaskInfo/exitCode': ORDERED,
  'startTaskInfo/startTime': ORDERED,
  'startTaskInfo/endTime': ORDERED,
};

/**
 * GET /pools/{poolId}/nodes (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/nodes/list-nodes
 */
export const listNodes: Operation = {
  name: 'Nodes_ListNodes',
  plane: 'data',
  method: 'GET',
  path: '/pools/{poolId}/nodes',
  handle: (request, { account }) => {
    const pool = lookupPool(account, request.path);
    return listAnswer(request, {
      items: pool.nodes,
      view: (node) => toWireNode(node, pool, request),
      filterable: FILTERABLE,
      collection: 'nodes',
      path: `/pools/${pool.id}/nodes`,
      largestPage: 1000,
    });
  },
};
