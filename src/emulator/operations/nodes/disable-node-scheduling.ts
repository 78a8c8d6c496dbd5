import * as z from 'zod';
import { DISABLE_SCHEDULING_OPTIONS } from '../../../wire/node.ts';
import { BatchError } from '../../http/batch-error.ts';
import { lookupNode } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { readBody } from '../../http/read-body.ts';
import { dispatch } from '../../life/dispatch.ts';
import { drainNode } from '../../life/drain.ts';
import { nodeConflict } from '../../rules/node-rules.ts';

const BODY = z.strictObject({ nodeDisableSchedulingOption: z.enum(DISABLE_SCHEDULING_OPTIONS).default('requeue') });

/**
 * POST /pools/{poolId}/nodes/{nodeId}/disablescheduling (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/nodes/disable-node-scheduling
 */
export const disableNodeScheduling: Operation = {
  name: 'Nodes_DisableNodeScheduling',
  plane: 'data',
  method: 'POST',
  path: '/pools/{poolId}/nodes/{nodeId}/disablescheduling',
  handle: ({ path, body }, { account, world }) => {
    const { pool, node } = lookupNode(account, path);
    const { nodeDisableSchedulingOption: option } = readBody(body, BODY);
    // "You can disable Task scheduling on a Compute Node only if its current scheduling state is enabled." (same page)
    if (!node.schedulingEnabled) throw new BatchError('NodeAlreadyInTargetSchedulingState');
    const accepts = node.state === 'idle' || node.state === 'running';
    if (!accepts || node.draining !== undefined) throw nodeConflict(world, node);
    node.schedulingEnabled = false;
    drainNode(world, pool, { node, purpose: 'offline', option });
    dispatch(world, pool);
    return { status: 200 };
  },
};
