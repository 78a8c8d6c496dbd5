import * as z from 'zod';
import { DEALLOCATION_OPTION, RESIZE_TIMEOUT } from '../../bodies/pool-schema.ts';
import { BatchError } from '../../http/batch-error.ts';
import { requireConditions } from '../../http/conditions.ts';
import { entityHeaders } from '../../http/entity-headers.ts';
import { lookupPool } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { readBody } from '../../http/read-body.ts';
import { beginRemoval, DEFAULT_RESIZE_TIMEOUT } from '../../life/resize.ts';
import { requireSteady } from '../../rules/pool-state-rules.ts';
import type { Node, Pool } from '../../world/world.ts';

const BODY = z.strictObject({
  nodeList: z.array(z.string()).min(1).max(100, 'A maximum of 100 nodes may be removed per request.'),
  resizeTimeout: RESIZE_TIMEOUT.default(DEFAULT_RESIZE_TIMEOUT),
  nodeDeallocationOption: DEALLOCATION_OPTION.default('requeue'),
});

/**
 * POST /pools/{poolId}/removenodes (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/nodes/remove-nodes
 */
export const removeNodes: Operation = {
  name: 'Pools_RemoveNodes',
  plane: 'data',
  method: 'POST',
  path: '/pools/{poolId}/removenodes',
  handle: ({ path, headers, body }, { account, world }) => {
    const pool = lookupPool(account, path);
    requireConditions(headers, pool);
    const { nodeList, resizeTimeout: timeout, nodeDeallocationOption: option } = readBody(body, BODY);
    // "This operation can only run when the allocation state of the Pool is steady." (same page)
    requireSteady(pool);
    const nodes = [...new Set(nodeList.map((id) => id.toLowerCase()))].map((id) => requireNode(pool, id));
    beginRemoval(world, pool, { nodes, timeout, option });
    return { status: 202, headers: entityHeaders(pool) };
  },
};

/** assumed: one node that is not there keeps all of them from being removed. */
function requireNode({ nodes }: Pool, id: string): Node {
  const node = nodes.get(id);
  if (node === undefined) throw new BatchError('NodeNotFound', ['NodeId', id]);
  return node;
}
