import { lookupNode } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { requireFile, requireNodeFiles } from '../../rules/file-rules.ts';
import { dataPlaneUrl } from '../../views/data-plane-url.ts';
import { fileAnswer } from '../../views/file-view.ts';

/**
 * GET /pools/{poolId}/nodes/{nodeId}/files/{filePath} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/nodes/get-node-file
 */
export const getNodeFile: Operation = {
  name: 'Nodes_GetNodeFile',
  plane: 'data',
  method: 'GET',
  path: '/pools/{poolId}/nodes/{nodeId}/files/{filePath}',
  handle: ({ path, headers, baseUrl }, { account, world }) => {
    const { pool, node } = lookupNode(account, path);
    const file = requireFile(requireNodeFiles(world, pool, node), path['filePath']);
    const folder = dataPlaneUrl(baseUrl, 'pools', pool.id, 'nodes', node.id, 'files');
    return fileAnswer(file, { folder, range: headers['ocp-range'], withContent: true });
  },
};
