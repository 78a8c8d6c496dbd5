import type { Client } from '@azure-rest/core-client';
import type { NodeSnapshot } from '../../../core/pool/snapshot.ts';
import type { NodeName } from '../../../ports/batch.ts';
import { findOne } from '../client/batch-failure.ts';
import { fromWireNode, NODE_MEMBERS } from '../from-wire/from-wire-node.ts';

/** Reads one node; `undefined` if it or its pool does not exist. @throws AppError BatchUnavailable */
export async function getNode(client: Client, { poolId, nodeId }: NodeName): Promise<NodeSnapshot | undefined> {
  const what = `Reading the node ${nodeId} of the pool ${poolId}`;
  const path = client.pathUnchecked('/pools/{poolId}/nodes/{nodeId}', poolId, nodeId);
  const wire = await findOne(what, nodeId, () => path.get({ queryParameters: { $select: NODE_MEMBERS } }));
  return wire && fromWireNode(wire);
}
