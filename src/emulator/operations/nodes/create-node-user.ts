import * as z from 'zod';
import { BatchError } from '../../http/batch-error.ts';
import { entityHeaders } from '../../http/entity-headers.ts';
import { lookupNode } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { readBody } from '../../http/read-body.ts';
import { checkCredentials, requireUserAccess } from '../../rules/node-user-rules.ts';
import { dataPlaneUrl } from '../../views/data-plane-url.ts';
import { newborn } from '../../world/stamp.ts';

const BODY = z.strictObject({
  name: z.string().min(1),
  isAdmin: z.boolean().optional(),
  expiryTime: z.string().optional(),
  password: z.string().optional(),
  sshPublicKey: z.string().optional(),
});

/**
 * POST /pools/{poolId}/nodes/{nodeId}/users (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/nodes/create-node-user
 */
export const createNodeUser: Operation = {
  name: 'Nodes_CreateNodeUser',
  plane: 'data',
  method: 'POST',
  path: '/pools/{poolId}/nodes/{nodeId}/users',
  handle: ({ path, body, baseUrl }, { account, world }) => {
    const { pool, node } = lookupNode(account, path);
    const { name, ...credentials } = readBody(body, BODY);
    checkCredentials(pool, credentials);
    requireUserAccess(world, node);
    if (node.users.has(name.toLowerCase())) throw new BatchError('NodeUserExists');
    const user = newborn(world);
    node.users.set(name.toLowerCase(), user);
    const location = dataPlaneUrl(baseUrl, 'pools', pool.id, 'nodes', node.id, 'users', encodeURIComponent(name));
    return { status: 201, headers: { ...entityHeaders(user), location, dataserviceid: location } };
  },
};
