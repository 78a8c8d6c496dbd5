import { Temporal } from 'temporal-polyfill';
import { millisecondsIn } from '../time/epoch.ts';
import { isStartingState } from './node-state.ts';
import type { NodeSnapshot } from './snapshot.ts';

/**
 * How long a node may take to become ready before others are started instead. A start may never succeed: capacity may be
 * exhausted, and how a failed start shows is not documented. This is far above the slowest expected start.
 */
// assumed: thirty minutes, twice the default resize timeout of a pool (PT15M).
export const START_DEADLINE = Temporal.Duration.from({ minutes: 30 });

/** A node that has been starting for longer than this is overdue. */
export const OVERDUE_AFTER = START_DEADLINE.add({ milliseconds: 1 });

/** Has a node been starting for longer than a start may take? */
export function isOverdue(node: NodeSnapshot, now: Temporal.Instant): boolean {
  if (node.stateSince === undefined || !isStartingState(node.state)) return false;
  return now.epochMilliseconds - node.stateSince >= millisecondsIn(OVERDUE_AFTER);
}
