import { lookupPool } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { type Filterable, NUMBER, ONLY_EQUAL, TIME, WORD } from '../../odata/filter.ts';
import { listAnswer } from '../../odata/listing.ts';
import { toWireNode } from '../../views/node-view.ts';

/** https://learn.microsoft.com/rest/api/batchservice/odata-filters-in-batch, nodes in a pool */
const FILTERABLE: Filterable = {
  state: WORD,
  stateTransitionTime: TIME,
  lastBootTime: TIME,
  allocationTime: TIME,
  'startTaskInfo/state': ONLY_EQUAL,
  'startTaskInfo/result': WORD,
  'startTaskInfo/exitCode': NUMBER,
  'startTaskInfo/startTime': TIME,
  'startTaskInfo/endTime': TIME,
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
