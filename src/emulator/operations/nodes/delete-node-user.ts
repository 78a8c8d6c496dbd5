import { lookupNode } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { requireUser, requireUserAccess } from '../../rules/node-user-rules.ts';

/**
 * DELETE /pools/{poolId}/nodes/{nodeId}/users/{userName} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/nodes/delete-node-user
 */
export const deleteNodeUser: Operation = {
  name: 'Nodes_DeleteNodeUser',
  plane: 'data',
  method: 'DELETE',
  path: '/pools/{poolId}/nodes/{nodeId}/users/{userName}',
  handle: ({ path }, { account, world }) => {
    const { node } = lookupNode(account, path);
    requireUserAccess(world, node);
    const { userName = '' } = path;
    requireUser(node, userName);
    node.users.delete(userName.toLowerCase());
    return { status: 200 };
  },
};
