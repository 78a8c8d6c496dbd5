import { lookupNode } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { filesAnswer } from '../../odata/file-listing.ts';
import { requireNodeFiles } from '../../rules/file-rules.ts';
import { dataPlaneUrl } from '../../views/data-plane-url.ts';

/**
 * GET /pools/{poolId}/nodes/{nodeId}/files (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/nodes/list-node-files
 */
export const listNodeFiles: Operation = {
  name: 'Nodes_ListNodeFiles',
  plane: 'data',
  method: 'GET',
  path: '/pools/{poolId}/nodes/{nodeId}/files',
  handle: (request, { account, world }) => {
    const { pool, node } = lookupNode(account, request.path);
    const files = requireNodeFiles(world, pool, node);
    return filesAnswer(request, {
      files,
      folder: dataPlaneUrl(request.baseUrl, 'pools', pool.id, 'nodes', node.id, 'files'),
    });
  },
};
