import type { Client } from '@azure-rest/core-client';
import type { Outcome } from '../../../core/pool/act.ts';
import type { PoolName } from '../../../core/pool/pool-name.ts';
import type { ActAnswer, Removal } from '../../../ports/batch.ts';
import { codeOf, isDoubtful, isNotFound } from '../client/batch-failure.ts';
import { getNode } from '../reads/get-node.ts';
import { sendAct } from './send-act.ts';

/**
 * Requests the removal of nodes from their pool once, on condition that the pool has not changed since it was read. "This
 * operation can only run when the allocation state of the Pool is steady. When this operation runs, the allocation state
 * changes from steady to resizing. Each request may remove up to 100 nodes." If it is not known whether the request arrived, or
 * if Batch says that a node does not exist, the nodes are read.
 * https://learn.microsoft.com/rest/api/batchservice/nodes/remove-nodes (api-version 2025-06-01)
 */
export async function removeNodes(
  client: Client,
  pool: PoolName,
  { nodes, tag, correlation, stillMay }: Removal,
): Promise<ReadonlyMap<string, ActAnswer>> {
  const sent = await sendAct(client, {
    path: `/pools/${encodeURIComponent(pool.poolId)}/removenodes`,
    // The default of Batch would requeue tasks.
    body: { nodeList: nodes, nodeDeallocationOption: 'taskcompletion' },
    correlation,
    ifMatch: tag,
    stillMay,
  });
  const all = (outcome: Outcome, reason: string) => new Map(nodes.map((node) => [node, { outcome, reason }]));
  if (sent.kind === 'not-sent') return all('failed', sent.reason);
  if (sent.kind === 'no-answer') return asShown(client, { pool, nodes, said: sent.reason, otherwise: 'unknown' });
  const { response, mayHaveArrivedBefore } = sent;
  const said = `Batch answered ${response.status} ${codeOf(response)}`;
  if (response.status === '202') return all('accepted', `Batch answered ${response.status}`);
  // If an earlier attempt was accepted, the pool is resizing, and its ETag has changed.
  if (mayHaveArrivedBefore || isDoubtful(response) || response.status === '503')
    return asShown(client, {
      pool,
      nodes,
      said,
      otherwise: mayHaveArrivedBefore ? 'unknown' : doubtAfter(response.status),
    });
  if (response.status === '409' || response.status === '412') return all('refused', said);
  return isNotFound(response) ? asShown(client, { pool, nodes, said, otherwise: 'refused' }) : all('failed', said);
}

function doubtAfter(status: string): Outcome {
  return status === '503' ? 'failed' : 'unknown';
}

interface InDoubt {
  readonly pool: PoolName;
  readonly nodes: readonly string[];
  readonly said: string;
  /** The outcome of a node that does not show a removal. */
  readonly otherwise: Outcome;
}

/** The outcome of each node as far as it shows: one that is gone, or leaving, counts as removed. */
async function asShown(
  client: Client,
  { pool, nodes, said, otherwise }: InDoubt,
): Promise<ReadonlyMap<string, ActAnswer>> {
  // That Batch has not taken the request is true if the node shows it.
  const unread = otherwise === 'failed' ? 'unknown' : otherwise;
  const answers = new Map<string, ActAnswer>();
  for (const nodeId of nodes) answers.set(nodeId, await shownBy(nodeId));
  return answers;

  async function shownBy(nodeId: string): Promise<ActAnswer> {
    try {
      const node = await getNode(client, { ...pool, nodeId });
      if (node === undefined)
        return {
          outcome: otherwise === 'refused' ? 'gone' : 'accepted',
          reason: `${said}; the node is no longer in the pool`,
        };
      const outcome = node.state === 'leavingpool' ? 'accepted' : otherwise;
      return { outcome, reason: `${said}; the node shows ${node.state}` };
    } catch {
      return { outcome: unread, reason: `${said}, and the node could not be read` };
    }
  }
}
