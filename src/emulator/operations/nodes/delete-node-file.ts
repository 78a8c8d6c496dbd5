import { lookupNode } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { requireDeletableFile, requireNodeFiles } from '../../rules/file-rules.ts';

/**
 * DELETE /pools/{poolId}/nodes/{nodeId}/files/{filePath} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/nodes/delete-node-file
 */
export const deleteNodeFile: Operation = {
  name: 'Nodes_DeleteNodeFile',
  plane: 'data',
  method: 'DELETE',
  path: '/pools/{poolId}/nodes/{nodeId}/files/{filePath}',
  handle: ({ path, query }, { account, world }) => {
    const { pool, node } = lookupNode(account, path);
    const { name } = requireDeletableFile(requireNodeFiles(world, pool, node), path['filePath'], query['recursive']);
    node.machine.deletedFiles.add(name);
    return { status: 200 };
  },
};
