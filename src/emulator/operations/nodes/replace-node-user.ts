import * as z from 'zod';
import { entityHeaders } from '../../http/entity-headers.ts';
import { lookupNode } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { readBody } from '../../http/read-body.ts';
import { checkCredentials, requireUser, requireUserAccess } from '../../rules/node-user-rules.ts';
import { touch } from '../../world/stamp.ts';

const BODY = z.strictObject({
  expiryTime: z.string().optional(),
  password: z.string().optional(),
  sshPublicKey: z.string().optional(),
});

/**
 * PUT /pools/{poolId}/nodes/{nodeId}/users/{userName} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/nodes/replace-node-user
 */
export const replaceNodeUser: Operation = {
  name: 'Nodes_ReplaceNodeUser',
  plane: 'data',
  method: 'PUT',
  path: '/pools/{poolId}/nodes/{nodeId}/users/{userName}',
  handle: ({ path, body }, { account, world }) => {
    const { pool, node } = lookupNode(account, path);
    checkCredentials(pool, readBody(body, BODY));
    requireUserAccess(world, node);
    const user = requireUser(node, path['userName']);
    touch(world, user);
    return { status: 200, headers: entityHeaders(user) };
  },
};
