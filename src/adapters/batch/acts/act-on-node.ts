import type { Client } from '@azure-rest/core-client';
import type { Act } from '../../../core/pool/act.ts';
import { isWhereActLeads } from '../../../core/pool/shown-outcome.ts';
import type { NodeSnapshot } from '../../../core/pool/snapshot.ts';
import type { ActAnswer, NodeName } from '../../../ports/batch.ts';
import type { StillMay } from '../../../ports/still-may.ts';
import type { WireDeallocateOption } from '../../../wire/node.ts';
import { codeOf, isDoubtful, isNotFound } from '../client/batch-failure.ts';
import { getNode } from '../reads/get-node.ts';
import { type Sent, sendAct } from './send-act.ts';

/** Every act but the removal of nodes, which is a request to their pool. */
export type SingleAct = Exclude<Act, 'remove'>;

/** A request to act on one node. */
export interface NodeAct {
  readonly node: NodeName;
  readonly action: SingleAct;
  readonly correlation: string;
  /**
   * For a deallocation: what happens to running tasks. With `taskcompletion` they finish first, and the node takes no new ones.
   * The default of Batch would requeue them.
   */
  readonly tasks?: WireDeallocateOption;
  /** Is asked before each attempt. */
  readonly stillMay?: StillMay | undefined;
}

/**
 * Requests an act on a node once. If it is not known whether the request arrived, the node is read and the request is not
 * repeated. If Batch refuses because of the node's state (409), the node is read as well, and its state decides the outcome.
 */
export async function actOnNode(client: Client, act: NodeAct): Promise<ActAnswer> {
  const sent = await send(client, act);
  if (sent.kind === 'not-sent') return { outcome: 'failed', reason: sent.reason };
  if (sent.kind === 'no-answer') return afterDoubt(client, act, sent.reason);
  const { response, mayHaveArrivedBefore } = sent;
  const said = `Batch answered ${response.status} ${codeOf(response)}`;
  if (response.status === REQUESTS[act.action].accepted)
    return { outcome: 'accepted', reason: `Batch answered ${response.status}` };
  if (isNotFound(response)) return { outcome: 'gone', reason: said };
  if (response.status === '409') return afterConflict(client, act, { said, mayHaveArrivedBefore });
  if (isDoubtful(response)) return afterDoubt(client, act, said);
  const isInDoubt = response.status === '503' || mayHaveArrivedBefore;
  return isInDoubt ? afterNotTaken(client, act, said) : { outcome: 'failed', reason: said };
}

async function send(
  client: Client,
  { node, action, correlation, tasks = 'taskcompletion', stillMay }: NodeAct,
): Promise<Sent> {
  const { operation, bodyOf } = REQUESTS[action];
  const [pool, nodeId] = [encodeURIComponent(node.poolId), encodeURIComponent(node.nodeId)];
  return sendAct(client, {
    path: `/pools/${pool}/nodes/${nodeId}/${operation}`,
    body: bodyOf?.(tasks),
    correlation,
    stillMay,
  });
}

interface ActRequestOf {
  readonly operation: string;
  readonly bodyOf?: (tasks: WireDeallocateOption) => object;
  /** The only status with which Batch accepts it. */
  readonly accepted: '200' | '202';
}

/**
 * The request for each act. An act that stops a node has the option that lets running tasks finish; only a policy can choose
 * another.
 * https://learn.microsoft.com/rest/api/batchservice/nodes (api-version 2025-06-01)
 */
const REQUESTS: Readonly<Record<SingleAct, ActRequestOf>> = {
  start: { operation: 'start', accepted: '202' },
  deallocate: {
    operation: 'deallocate',
    // The wire name is `nodeDeallocateOption`; the SDK for JavaScript uses another one.
    bodyOf: (tasks) => ({ nodeDeallocateOption: tasks }),
    accepted: '202',
  },
  quarantine: {
    operation: 'disablescheduling',
    bodyOf: () => ({ nodeDisableSchedulingOption: 'taskcompletion' }),
    accepted: '200',
  },
  reboot: { operation: 'reboot', bodyOf: () => ({ nodeRebootOption: 'taskcompletion' }), accepted: '202' },
  reimage: { operation: 'reimage', bodyOf: () => ({ nodeReimageOption: 'taskcompletion' }), accepted: '202' },
};

interface Conflict {
  readonly said: string;
  /** May an earlier attempt have taken effect? */
  readonly mayHaveArrivedBefore: boolean;
}

async function afterConflict(
  client: Client,
  { node, action }: NodeAct,
  { said, mayHaveArrivedBefore }: Conflict,
): Promise<ActAnswer> {
  const seen = await tryGetNode(client, node);
  if (seen === 'unreadable')
    return { outcome: mayHaveArrivedBefore ? 'unknown' : 'refused', reason: `${said}, and the node could not be read` };
  if (seen === undefined) return { outcome: 'gone', reason: `${said}; the node is no longer in the pool` };
  const reason = `${said}${mayHaveArrivedBefore ? ' to a repeated request' : ''}; the node shows ${seen.state}`;
  if (isWhereActLeads(action, seen.state)) return { outcome: mayHaveArrivedBefore ? 'accepted' : 'unneeded', reason };
  return { outcome: mayHaveArrivedBefore && mayHaveBegun(action, seen) ? 'unknown' : 'refused', reason };
}

/** A running node finishes its tasks first, and shows `running` until then. */
function mayHaveBegun(action: SingleAct, { state }: NodeSnapshot): boolean {
  return action !== 'start' && state === 'running';
}

/** Batch says that it has not accepted the request. That is true if the node has not changed either. */
async function afterNotTaken(client: Client, { node, action }: NodeAct, said: string): Promise<ActAnswer> {
  const seen = await tryGetNode(client, node);
  if (seen === 'unreadable') return { outcome: 'unknown', reason: `${said}, and the node could not be read` };
  if (seen === undefined) return { outcome: 'gone', reason: `${said}; the node is no longer in the pool` };
  const reason = `${said}; the node shows ${seen.state}`;
  if (isWhereActLeads(action, seen.state)) return { outcome: 'accepted', reason };
  return { outcome: mayHaveBegun(action, seen) ? 'unknown' : 'failed', reason };
}

async function afterDoubt(client: Client, { node, action }: NodeAct, said: string): Promise<ActAnswer> {
  const seen = await tryGetNode(client, node);
  if (seen === 'unreadable') return { outcome: 'unknown', reason: `${said}, and the node could not be read` };
  if (seen === undefined) return { outcome: 'gone', reason: `${said}; the node is no longer in the pool` };
  // A node that has not changed yet proves nothing: the next tick decides again.
  const outcome = isWhereActLeads(action, seen.state) ? 'accepted' : 'unknown';
  return { outcome, reason: `${said}; the node shows ${seen.state}` };
}

async function tryGetNode(client: Client, node: NodeName): Promise<NodeSnapshot | undefined | 'unreadable'> {
  try {
    return await getNode(client, node);
  } catch {
    return 'unreadable';
  }
}
