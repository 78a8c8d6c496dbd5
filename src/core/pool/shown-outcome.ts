import type { Temporal } from 'temporal-polyfill';
import { isoText } from '../time/epoch.ts';
import type { Act, Outcome } from './act.ts';
import { isFreshSince } from './fresh-state.ts';
import type { NodeState } from './node-state.ts';
import type { NodeSnapshot } from './snapshot.ts';

/** What became of a request as far as the node shows it, and the sentence that says so. */
export interface ShownOutcome {
  readonly outcome: Outcome;
  readonly reason: string;
}

const ARRIVED: Readonly<Record<Act, ReadonlySet<NodeState>>> = {
  deallocate: new Set(['deallocating', 'deallocated']),
  start: new Set(['starting', 'waitingforstarttask', 'starttaskfailed', 'idle', 'running']),
  quarantine: new Set(['offline']),
  reboot: new Set(['rebooting', 'starting', 'waitingforstarttask', 'idle', 'running']),
  reimage: new Set(['reimaging', 'starting', 'waitingforstarttask', 'idle', 'running']),
  remove: new Set(['leavingpool']),
};

/** Is the state one that a request for an act brings a node to? */
export function isWhereActLeads(action: Act, state: NodeState): boolean {
  return ARRIVED[action].has(state);
}

const NOT_ARRIVED: Readonly<Record<Act, ReadonlySet<NodeState>>> = {
  deallocate: new Set(['idle']),
  start: new Set(['deallocated']),
  quarantine: new Set(['idle']),
  reboot: new Set(['unusable', 'starttaskfailed']),
  reimage: new Set(['unusable', 'starttaskfailed']),
  remove: new Set(['deallocated']),
};

/**
 * What became of a request whose answer was never seen, from what the node shows afterwards; `undefined` is a node that is
 * no longer there, as one that was removed should be. A node that has come to where the request would bring it since it was made counts as `accepted`; one
 * that has stayed where it was since before as `failed`. Anything else is `unknown`: a running node, for one, may be
 * finishing its tasks on the way to being deallocated.
 */
export function shownOutcome(
  action: Act,
  node: Pick<NodeSnapshot, 'state' | 'stateSince'> | undefined,
  requestedAt: Temporal.Instant,
): ShownOutcome {
  if (node === undefined) {
    const outcome = action === 'remove' ? 'accepted' : 'gone';
    return { outcome, reason: 'the node is no longer in the pool' };
  }
  const { state, stateSince } = node;
  if (stateSince === undefined) return { outcome: 'unknown', reason: `the node shows ${state} since an unknown time` };
  const shows = `the node shows ${state} since ${isoText(stateSince)}`;
  if (isFreshSince(node, requestedAt) && isWhereActLeads(action, state)) return { outcome: 'accepted', reason: shows };
  if (stateSince < requestedAt.epochMilliseconds && NOT_ARRIVED[action].has(state)) {
    return { outcome: 'failed', reason: `${shows}, from before the request` };
  }
  return { outcome: 'unknown', reason: shows };
}
