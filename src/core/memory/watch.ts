import { Temporal } from 'temporal-polyfill';
import type { PowerAct } from '../pool/act.ts';
import { isFreshSince } from '../pool/fresh-state.ts';
import { isReadyState, type NodeState } from '../pool/node-state.ts';
import type { NodeSnapshot } from '../pool/snapshot.ts';
import { START_DEADLINE } from '../pool/start-deadline.ts';
import { isBefore } from '../time/instants.ts';

/** An act that the service has taken, or may have: "accepted" is not "done", so its node is watched until it shows what came of it. */
export interface Watched {
  readonly nodeId: string;
  readonly action: PowerAct;
  readonly asked: Temporal.Instant;
  /** Of the evaluation or the request that asked for it. */
  readonly correlation: string;
}

/**
 * What came of an act in the end.
 * - `arrived`: the node is ready, or deallocated
 * - `failed`: it did not come to that
 * - `overtaken`: another act was asked for on the same node before it had
 */
export interface Arrival extends Watched {
  readonly kind: 'arrived' | 'failed' | 'overtaken';
  /** From the request until the node was there; `undefined` where it never was. */
  readonly seconds: number | undefined;
  /** One sentence for people, without a full stop. */
  readonly reason: string;
}

/** The acts that are still under way, and what came of the others. */
export interface Settled {
  readonly watched: readonly Watched[];
  readonly arrivals: readonly Arrival[];
}

/** A node that works off its tasks first may take its time; after a day nobody waits for it any more. */
const LONGEST_WATCH = Temporal.Duration.from({ hours: 24 });

/** Looks at the nodes of acts that are under way, and finds out what came of them. */
export function settleWatched(
  watched: readonly Watched[],
  nodes: readonly NodeSnapshot[],
  now: Temporal.Instant,
): Settled {
  if (watched.length === 0) return { watched, arrivals: [] };
  const nodeOf = new Map(nodes.map((node) => [node.id, node]));
  const latest = new Map<string, Watched>();
  for (const one of watched) {
    const other = latest.get(one.nodeId);
    if (other === undefined || !isBefore(one.asked, other.asked)) latest.set(one.nodeId, one);
  }
  const arrivals = watched.flatMap((one) => arrivalOf(one, { node: nodeOf.get(one.nodeId), latest, now }) ?? []);
  const settled = new Set(arrivals.map(nameOf));
  return { watched: watched.filter((one) => !settled.has(nameOf(one))), arrivals };
}

/** When the watch over an act ends at the latest if its node does not change. */
export function watchEnds({ action, asked }: Watched, node: NodeSnapshot | undefined): Temporal.Instant {
  const isPatient = action === 'deallocate' && (node?.state === 'running' || node?.state === 'deallocating');
  return asked.add(isPatient ? LONGEST_WATCH : START_DEADLINE);
}

interface Sight {
  readonly node: NodeSnapshot | undefined;
  readonly latest: ReadonlyMap<string, Watched>;
  readonly now: Temporal.Instant;
}

function arrivalOf(one: Watched, { node, latest, now }: Sight): Arrival | undefined {
  const other = latest.get(one.nodeId);
  if (other !== undefined && other !== one) {
    return { ...one, kind: 'overtaken', seconds: undefined, reason: `asked to ${other.action} at ${other.asked}` };
  }
  if (node === undefined) return failed(one, 'the node is no longer in the pool');
  if (hasArrived(one.action, node.state)) return arrived(one, node, now);
  if (isFreshSince(node, one.asked) && hasFailed(one.action, node.state)) return failed(one, `it shows ${node.state}`);
  if (isBefore(now, watchEnds(one, node))) return undefined;
  return failed(one, `it still shows ${node.state}, asked at ${one.asked}`);
}

function hasArrived(action: PowerAct, state: NodeState): boolean {
  return action === 'start' ? isReadyState(state) : state === 'deallocated';
}

const START_FAILED: ReadonlySet<NodeState> = new Set([
  'unusable',
  'starttaskfailed',
  'deallocating',
  'deallocated',
  'leavingpool',
]);

function hasFailed(action: PowerAct, state: NodeState): boolean {
  return action === 'start' && START_FAILED.has(state);
}

function arrived(one: Watched, { stateSince }: NodeSnapshot, now: Temporal.Instant): Arrival {
  const at = stateSince !== undefined && isBefore(one.asked, stateSince) ? stateSince : now;
  const seconds = Math.max(0, Math.round(one.asked.until(at).total('seconds')));
  const reason = one.action === 'start' ? `ready after ${seconds} s` : `deallocated after ${seconds} s`;
  return { ...one, kind: 'arrived', seconds, reason };
}

function failed(one: Watched, reason: string): Arrival {
  return { ...one, kind: 'failed', seconds: undefined, reason };
}

function nameOf({ nodeId, correlation, action, asked }: Watched): string {
  return `${nodeId} ${action} ${correlation} ${asked.epochNanoseconds}`;
}
