import { BatchError } from '../../http/batch-error.ts';
import { lookupNode } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { dispatch } from '../../life/dispatch.ts';
import { enterState } from '../../life/node-life.ts';
import { board } from '../../life/slot-board.ts';

/**
 * POST /pools/{poolId}/nodes/{nodeId}/enablescheduling (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/nodes/enable-node-scheduling
 */
export const enableNodeScheduling: Operation = {
  name: 'Nodes_EnableNodeScheduling',
  plane: 'data',
  method: 'POST',
  path: '/pools/{poolId}/nodes/{nodeId}/enablescheduling',
  handle: ({ path }, { account, world }) => {
    const { pool, node } = lookupNode(account, path);
    // "You can enable Task scheduling on a Compute Node only if its current scheduling state is disabled." (same page)
    if (node.schedulingEnabled) throw new BatchError('NodeAlreadyInTargetSchedulingState');
    node.schedulingEnabled = true;
    // A node that was still finishing its tasks on the way to offline just goes on; any other way out is not left.
    if (node.draining === 'offline') node.draining = undefined;
    if (node.state === 'offline') enterState(world, pool, { node, state: 'idle' });
    else board(pool, node);
    dispatch(world, pool);
    return { status: 200 };
  },
};
