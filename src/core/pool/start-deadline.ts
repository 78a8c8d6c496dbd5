import { Temporal } from 'temporal-polyfill';
import { millisecondsIn } from '../time/epoch.ts';
import { isStartingState } from './node-state.ts';
import type { NodeSnapshot } from './snapshot.ts';

/**
 * How long a node may take to become ready before others are started in its place. A start gives no promise: capacity may
 * be gone, and how a failed start shows is not documented. It is far above the slowest start to expect.
 */
// assumed: thirty minutes, twice the default resize timeout of a pool (PT15M).
export const START_DEADLINE = Temporal.Duration.from({ minutes: 30 });

/** A node is overdue when it has been on its way for longer than that. */
export const OVERDUE_AFTER = START_DEADLINE.add({ milliseconds: 1 });

/** Has a node been on its way to ready for longer than a start takes? */
export function isOverdue(node: NodeSnapshot, now: Temporal.Instant): boolean {
  if (node.stateSince === undefined || !isStartingState(node.state)) return false;
  return now.epochMilliseconds - node.stateSince >= millisecondsIn(OVERDUE_AFTER);
}
