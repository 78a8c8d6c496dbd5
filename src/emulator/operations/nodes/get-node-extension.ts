import { BatchError } from '../../http/batch-error.ts';
import { lookupNode } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { extensionsOf } from '../../life/extensions.ts';
import { elementAnswer } from '../../odata/listing.ts';
import { toWireExtension } from '../../views/extension-view.ts';

/**
 * GET /pools/{poolId}/nodes/{nodeId}/extensions/{extensionName} (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/nodes/get-node-extension
 */
export const getNodeExtension: Operation = {
  name: 'Nodes_GetNodeExtension',
  plane: 'data',
  method: 'GET',
  path: '/pools/{poolId}/nodes/{nodeId}/extensions/{extensionName}',
  handle: (request, { account, world }) => {
    const { pool, node } = lookupNode(account, request.path);
    const name = request.path['extensionName']?.toLowerCase();
    const extension = extensionsOf(pool).find((one) => one.name.toLowerCase() === name);
    // assumed: the code for an extension that is not there is not established.
    if (extension === undefined) throw new BatchError('ResourceNotFound');
    return elementAnswer(request, {
      view: toWireExtension(world, { pool, node, extension }),
      collection: 'extensions',
    });
  },
};
