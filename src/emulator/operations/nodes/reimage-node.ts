import * as z from 'zod';
import { DEALLOCATE_OPTIONS } from '../../../wire/node.ts';
import { lookupNode } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { readBody } from '../../http/read-body.ts';
import { dispatch } from '../../life/dispatch.ts';
import { drainNode } from '../../life/drain.ts';
import { requireRepairable } from '../../rules/node-rules.ts';

/** The options are those of a deallocation under another name. */
const BODY = z.strictObject({ nodeReimageOption: z.enum(DEALLOCATE_OPTIONS).default('requeue') });

/**
 * POST /pools/{poolId}/nodes/{nodeId}/reimage (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/nodes/reimage-node
 *
 * On purpose: "This API can be invoked only on Pools created with the cloud service configuration property", says the same
 * page; recorded tests of Microsoft's client reimage nodes of a virtual machine configuration, and so does this.
 */
export const reimageNode: Operation = {
  name: 'Nodes_ReimageNode',
  plane: 'data',
  method: 'POST',
  path: '/pools/{poolId}/nodes/{nodeId}/reimage',
  handle: ({ path, body }, { account, world }) => {
    const { pool, node } = lookupNode(account, path);
    const { nodeReimageOption: option } = readBody(body, BODY);
    requireRepairable(world, node);
    drainNode(world, pool, { node, purpose: 'reimage', option });
    dispatch(world, pool);
    return { status: 202 };
  },
};
