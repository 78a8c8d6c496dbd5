import type { Temporal } from 'temporal-polyfill';
import { isoText } from '../time/epoch.ts';
import type { Act, Outcome } from './act.ts';
import { isFreshSince } from './fresh-state.ts';
import type { NodeState } from './node-state.ts';
import type { NodeSnapshot } from './snapshot.ts';

/** The outcome of a request as far as the node shows it, with the sentence for people. */
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

/** Is the state one to which the act leads? */
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
 * The outcome of a request whose response was never received, from the later state of the node; `undefined` is a node that no
 * longer exists, as expected after a removal. If the node has entered the requested state since the request, the outcome is
 * `accepted`. If it has been in its state since before the request, by any clock, the outcome is `failed`. Everything else is
 * `unknown`: for example, a running node may be finishing its tasks before a deallocation, and a started node may have failed
 * and fallen back.
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
  if (!isFreshSince(node, requestedAt) && NOT_ARRIVED[action].has(state)) {
    return { outcome: 'failed', reason: `${shows}, from before the request` };
  }
  return { outcome: 'unknown', reason: shows };
}
