import { lookupNode } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { enterState } from '../../life/node-life.ts';
import { nodeConflict, requireVirtualMachines } from '../../rules/node-rules.ts';

/**
 * POST /pools/{poolId}/nodes/{nodeId}/start (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/nodes/start-node
 */
export const startNode: Operation = {
  name: 'Nodes_StartNode',
  plane: 'data',
  method: 'POST',
  path: '/pools/{poolId}/nodes/{nodeId}/start',
  since: '2024-07-01.20.0',
  handle: ({ path }, { account, world }) => {
    const { pool, node } = lookupNode(account, path);
    requireVirtualMachines(pool);
    // "You can start a Compute Node only if it has been deallocated." (same page)
    if (node.state !== 'deallocated') throw nodeConflict(world, node);
    enterState(world, pool, { node, state: 'starting' });
    return { status: 202 };
  },
};
