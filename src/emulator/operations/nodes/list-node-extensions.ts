import { lookupNode } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { extensionsOf } from '../../life/extensions.ts';
import { listAnswer } from '../../odata/listing.ts';
import { toWireExtension } from '../../views/extension-view.ts';

/**
 * GET /pools/{poolId}/nodes/{nodeId}/extensions (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/nodes/list-node-extensions
 *
 * assumed: a deallocated node shows what was there when it was deallocated.
 */
export const listNodeExtensions: Operation = {
  name: 'Nodes_ListNodeExtensions',
  plane: 'data',
  method: 'GET',
  path: '/pools/{poolId}/nodes/{nodeId}/extensions',
  handle: (request, { account, world }) => {
    const { pool, node } = lookupNode(account, request.path);
    const items = extensionsOf(pool).map((extension, index) => ({ extension, ordinal: index + 1 }));
    return listAnswer(request, {
      items,
      view: ({ extension }) => toWireExtension(world, { pool, node, extension }),
      filterable: {},
      collection: 'extensions',
      path: `/pools/${pool.id}/nodes/${node.id}/extensions`,
      largestPage: 1000,
    });
  },
};
