import * as z from 'zod';
import { DEALLOCATE_OPTIONS } from '../../../wire/node.ts';
import { lookupNode } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { readBody } from '../../http/read-body.ts';
import { dispatch } from '../../life/dispatch.ts';
import { drainNode } from '../../life/drain.ts';
import { requireRepairable } from '../../rules/node-rules.ts';

/** The options are those of a deallocation under another name. */
const BODY = z.strictObject({ nodeRebootOption: z.enum(DEALLOCATE_OPTIONS).default('requeue') });

/**
 * POST /pools/{poolId}/nodes/{nodeId}/reboot (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/nodes/reboot-node
 */
export const rebootNode: Operation = {
  name: 'Nodes_RebootNode',
  plane: 'data',
  method: 'POST',
  path: '/pools/{poolId}/nodes/{nodeId}/reboot',
  handle: ({ path, body }, { account, world }) => {
    const { pool, node } = lookupNode(account, path);
    const { nodeRebootOption: option } = readBody(body, BODY);
    requireRepairable(world, node);
    drainNode(world, pool, { node, purpose: 'reboot', option });
    dispatch(world, pool);
    return { status: 202 };
  },
};
