import * as z from 'zod';
import { lookupNode } from '../../http/lookup.ts';
import type { Operation } from '../../http/operation.ts';
import { readBody } from '../../http/read-body.ts';
import { elementAnswer } from '../../odata/listing.ts';
import { checkLogSpan, requireNodeFiles } from '../../rules/file-rules.ts';

const TIME = z.iso.datetime({ offset: true });
const BODY = z.strictObject({
  containerUrl: z.url(),
  startTime: TIME,
  endTime: TIME.optional(),
  identityReference: z.strictObject({ resourceId: z.string() }).optional(),
});

/** On purpose: nothing is uploaded. A node has this many logs of the Batch agent. */
const LOGS = 4;

/**
 * POST /pools/{poolId}/nodes/{nodeId}/uploadbatchservicelogs (api-version 2025-06-01)
 * https://learn.microsoft.com/rest/api/batchservice/nodes/upload-node-logs
 */
export const uploadNodeLogs: Operation = {
  name: 'Nodes_UploadNodeLogs',
  plane: 'data',
  method: 'POST',
  path: '/pools/{poolId}/nodes/{nodeId}/uploadbatchservicelogs',
  handle: (request, { account, world }) => {
    const { pool, node } = lookupNode(account, request.path);
    const span = readBody(request.body, BODY);
    checkLogSpan(span);
    requireNodeFiles(world, pool, node);
    // "based on poolId, nodeId and a unique identifier"
    const unique = world.chance.integer(0, 0xffff_ffff).toString(16).padStart(8, '0');
    const view = { virtualDirectoryName: `${pool.id}/${node.id}/${unique}`, numberOfFilesUploaded: LOGS };
    return elementAnswer(request, { view, collection: 'uploadbatchservicelogs' });
  },
};
