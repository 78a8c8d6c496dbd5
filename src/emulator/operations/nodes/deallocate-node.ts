import * as z from 'zod';
import { DEALLOCATE_OPTIONS } from '../../../wire/node.ts';
import { lookupNode } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { readBody } from '../../http/read-body.ts';
import { dispatch } from '../../life/dispatch.ts';
import { drainNode } from '../../life/drain.ts';
import { nodeConflict, requireVirtualMachines } from '../../rules/node-rules.ts';

/** On the wire it is `nodeDeallocateOption`; `nodeDeallocationOption` belongs to resizing and is refused here. */
const BODY = z.strictObject({ nodeDeallocateOption: z.enum(DEALLOCATE_OPTIONS).default('requeue') });

/**
 * POST /pools/{poolId}/nodes/{nodeId}/deallocate (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/nodes/deallocate-node
 */
export const deallocateNode: Operation = {
  name: 'Nodes_DeallocateNode',
  plane: 'data',
  method: 'POST',
  path: '/pools/{poolId}/nodes/{nodeId}/deallocate',
  since: '2024-07-01.20.0',
  handle: ({ path, body }, { account, world }) => {
    const { pool, node } = lookupNode(account, path);
    const { nodeDeallocateOption: option } = readBody(body, BODY);
    requireVirtualMachines(pool);
    // "You can deallocate a Compute Node only if it is in an idle or running state." (same page); an offline one if the knob says so.
    const accepts = ['idle', 'running', ...(world.knobs.offlineDeallocatable ? ['offline'] : [])];
    // One that is still running its last tasks on the way to be offline is running; any other way out is not left.
    // assumed: while it waits for its tasks to be deallocated and shows running, another option can be asked for.
    const isOnAnotherWay = node.draining !== undefined && !['offline', 'deallocate'].includes(node.draining);
    if (!accepts.includes(node.state) || isOnAnotherWay) throw nodeConflict(world, node);
    drainNode(world, pool, { node, purpose: 'deallocate', option });
    dispatch(world, pool);
    return { status: 202 };
  },
};
