import type { Temporal } from 'temporal-polyfill';
import type { CountedAct } from '../pool/act.ts';
import { LONGEST_DRAIN, NOT_RECEIVED } from '../pool/draining.ts';
import { isFreshSince } from '../pool/fresh-state.ts';
import { isReadyState, type NodeState } from '../pool/node-state.ts';
import { nodesById } from '../pool/nodes-by-id.ts';
import type { NodeSnapshot } from '../pool/snapshot.ts';
import { START_DEADLINE } from '../pool/start-deadline.ts';
import { isBefore, isOver } from '../time/instants.ts';

/** An act that Batch has accepted, or may have: "accepted" is not "done", so its node is watched until the result is visible. */
export interface PendingOperation {
  readonly nodeId: string;
  readonly action: CountedAct;
  readonly asked: Temporal.Instant;
  /** The correlation of the evaluation or request. */
  readonly correlation: string;
  /** Is it not known whether Batch has received the request? */
  readonly inDoubt?: boolean | undefined;
}

/**
 * The final result of an act.
 * - `completed`: the node is ready, deallocated, or no longer in its pool
 * - `failed`: it did not get there
 * - `overtaken`: another act was requested on the node before that
 */
export interface Completion extends PendingOperation {
  readonly kind: 'completed' | 'failed' | 'overtaken';
  /** From the request until the result; `undefined` if it failed. */
  readonly seconds: number | undefined;
  /** One sentence for people, without a full stop. */
  readonly reason: string;
  /** If it failed, the state of the node then; `gone` if the node was no longer in the pool. */
  readonly shows?: NodeState | 'gone' | undefined;
}

/** The acts that are still pending, and the results of the others. */
export interface Settled {
  readonly pendingOperations: readonly PendingOperation[];
  readonly completions: readonly Completion[];
}

/** Finds out the results of pending acts from their nodes. */
export function settleOperations(
  pendingOperations: readonly PendingOperation[],
  nodes: readonly NodeSnapshot[],
  now: Temporal.Instant,
): Settled {
  if (pendingOperations.length === 0) return { pendingOperations, completions: [] };
  const nodeOf = nodesById(nodes);
  const latest = new Map<string, PendingOperation>();
  for (const one of pendingOperations) {
    const other = latest.get(one.nodeId);
    if (other === undefined || !isBefore(one.asked, other.asked)) latest.set(one.nodeId, one);
  }
  const completions = pendingOperations.flatMap(
    (one) => completionOf(one, { node: nodeOf.get(one.nodeId), latest, now }) ?? [],
  );
  if (completions.length === 0) return { pendingOperations, completions };
  const settled = new Set(completions.map(nameOf));
  return { pendingOperations: pendingOperations.filter((one) => !settled.has(nameOf(one))), completions };
}

/**
 * How long an act is watched at most if its node does not change. A node that still shows `deallocated` some minutes after Batch
 * accepted its start has failed: whether it fell back after the request cannot be told if the clocks differ.
 */
export function longestWatch({ action, inDoubt }: PendingOperation, node: NodeSnapshot | undefined): Temporal.Duration {
  if (action === 'start' && inDoubt !== true && node?.state === 'deallocated') return NOT_RECEIVED;
  const isPatient = action === 'deallocate' && (node?.state === 'running' || node?.state === 'deallocating');
  return isPatient ? LONGEST_DRAIN : START_DEADLINE;
}

interface Observed {
  readonly node: NodeSnapshot | undefined;
  readonly latest: ReadonlyMap<string, PendingOperation>;
  readonly now: Temporal.Instant;
}

function completionOf(one: PendingOperation, { node, latest, now }: Observed): Completion | undefined {
  const other = latest.get(one.nodeId);
  if (other !== undefined && other !== one) {
    return { ...one, kind: 'overtaken', seconds: undefined, reason: `asked to ${other.action} at ${other.asked}` };
  }
  if (node === undefined)
    return one.action === 'remove' ? left(one, now) : failed(one, 'gone', 'the node is no longer in the pool');
  if (hasArrived(one.action, node.state)) return arrived(one, node, now);
  if (hasFailed(one.action, node.state) && isFreshSince(node, one.asked))
    return failed(one, node.state, `it shows ${node.state}`);
  if (!isOver(one.asked, longestWatch(one, node), now)) return undefined;
  return failed(one, node.state, `it still shows ${node.state}, asked at ${one.asked}`);
}

function hasArrived(action: CountedAct, state: NodeState): boolean {
  if (action === 'remove') return false;
  return action === 'start' ? isReadyState(state) : state === 'deallocated';
}

const START_FAILED: ReadonlySet<NodeState> = new Set([
  'unusable',
  'starttaskfailed',
  'deallocating',
  'deallocated',
  'leavingpool',
]);

function hasFailed(action: CountedAct, state: NodeState): boolean {
  return action === 'start' && START_FAILED.has(state);
}

function arrived(one: PendingOperation, { stateSince }: NodeSnapshot, now: Temporal.Instant): Completion {
  const asked = one.asked.epochMilliseconds;
  const at = stateSince !== undefined && asked < stateSince ? stateSince : now.epochMilliseconds;
  const seconds = Math.max(0, Math.round((at - asked) / 1000));
  const reason = one.action === 'start' ? `ready after ${seconds} s` : `deallocated after ${seconds} s`;
  return { ...one, kind: 'completed', seconds, reason };
}

/** A removed node does not show when it was removed. */
function left(one: PendingOperation, now: Temporal.Instant): Completion {
  const seconds = Math.max(0, Math.round(one.asked.until(now).total('seconds')));
  return { ...one, kind: 'completed', seconds, reason: `no longer in the pool, seen ${seconds} s after the request` };
}

function failed(one: PendingOperation, shows: NodeState | 'gone', reason: string): Completion {
  return { ...one, kind: 'failed', seconds: undefined, reason, shows };
}

function nameOf({ nodeId, correlation, action, asked }: PendingOperation): string {
  return `${nodeId} ${action} ${correlation} ${asked.epochNanoseconds}`;
}
