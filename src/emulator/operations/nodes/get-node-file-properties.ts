import { lookupNode } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { requireFile, requireNodeFiles } from '../../rules/file-rules.ts';
import { dataPlaneUrl } from '../../views/data-plane-url.ts';
import { fileAnswer } from '../../views/file-view.ts';

/**
 * HEAD /pools/{poolId}/nodes/{nodeId}/files/{filePath} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/nodes/get-node-file-properties
 */
export const getNodeFileProperties: Operation = {
  name: 'Nodes_GetNodeFileProperties',
  plane: 'data',
  method: 'HEAD',
  path: '/pools/{poolId}/nodes/{nodeId}/files/{filePath}',
  handle: ({ path, headers, baseUrl }, { account, world }) => {
    const { pool, node } = lookupNode(account, path);
    const file = requireFile(requireNodeFiles(world, pool, node), path['filePath']);
    const folder = dataPlaneUrl(baseUrl, 'pools', pool.id, 'nodes', node.id, 'files');
    return fileAnswer(file, { folder, range: headers['ocp-range'], withContent: false });
  },
};
