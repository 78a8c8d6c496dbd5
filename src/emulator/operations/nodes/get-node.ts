import { lookupNode } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { elementAnswer } from '../../odata/listing.ts';
import { toWireNode } from '../../views/node-view.ts';

/**
 * GET /pools/{poolId}/nodes/{nodeId} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/nodes/get-node
 */
export const getNode: Operation = {
  name: 'Nodes_GetNode',
  plane: 'data',
  method: 'GET',
  path: '/pools/{poolId}/nodes/{nodeId}',
  handle: (request, { account }) => {
    const { pool, node } = lookupNode(account, request.path);
    return elementAnswer(request, { view: toWireNode(node, pool, request), collection: 'nodes' });
  },
};
