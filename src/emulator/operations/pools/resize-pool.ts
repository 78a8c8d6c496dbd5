import * as z from 'zod';
import { DEALLOCATION_OPTION, NODE_COUNT, RESIZE_TIMEOUT } from '../../bodies/pool-schema.ts';
import { requireConditions } from '../../http/conditions.ts';
import { entityHeaders } from '../../http/entity-headers.ts';
import { lookupPool } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { readBody } from '../../http/read-body.ts';
import { orderOf } from '../../life/pool-life.ts';
import { beginResize, DEFAULT_RESIZE_TIMEOUT } from '../../life/resize.ts';
import { requireAutoScale, requireSteady } from '../../rules/pool-state-rules.ts';

const BODY = z
  .strictObject({
    targetDedicatedNodes: NODE_COUNT.optional(),
    targetLowPriorityNodes: NODE_COUNT.optional(),
    resizeTimeout: RESIZE_TIMEOUT.default(DEFAULT_RESIZE_TIMEOUT),
    nodeDeallocationOption: DEALLOCATION_OPTION.default('requeue'),
  })
  // assumed: a resize to nothing at all is refused.
  .refine(
    ({ targetDedicatedNodes, targetLowPriorityNodes }) =>
      (targetDedicatedNodes ?? targetLowPriorityNodes) !== undefined,
    { message: 'At least one of the two numbers of nodes is required.', path: ['targetDedicatedNodes'] },
  );

/**
 * POST /pools/{poolId}/resize (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/pools/resize-pool
 */
export const resizePool: Operation = {
  name: 'Pools_ResizePool',
  plane: 'data',
  method: 'POST',
  path: '/pools/{poolId}/resize',
  handle: ({ path, headers, body }, { account, world }) => {
    const pool = lookupPool(account, path);
    requireConditions(headers, pool);
    const { resizeTimeout: timeout, nodeDeallocationOption: option, ...targets } = readBody(body, BODY);
    requireSteady(pool);
    // "You cannot resize Pools which are configured for automatic scaling. If you try to do this, the Batch service returns
    // an error 409." (same page)
    requireAutoScale(pool, 'disabled');
    // assumed: a number that is not there stays as it is.
    const present = orderOf(pool.settings);
    beginResize(world, pool, {
      targetDedicatedNodes: targets.targetDedicatedNodes ?? present.targetDedicatedNodes,
      targetLowPriorityNodes: targets.targetLowPriorityNodes ?? present.targetLowPriorityNodes,
      timeout,
      option,
    });
    return { status: 202, headers: entityHeaders(pool) };
  },
};
