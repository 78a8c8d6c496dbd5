import { Temporal } from 'temporal-polyfill';
import { millisecondsIn } from '../time/epoch.ts';
import type { NodeSnapshot } from './snapshot.ts';

/**
 * How far the clock of Batch may be behind ours. Two instances of the app may differ by as much. The longer the span, the more
 * changes count as later than an act of ours or of somebody else: nodes are left alone then, and a start counts as failed.
 */
const CLOCK_SKEW = Temporal.Duration.from({ minutes: 3 });

/** Has a node entered its state since an instant? If the time of the change is not known, it counts as no. */
export function isFreshSince({ stateSince }: Pick<NodeSnapshot, 'stateSince'>, instant: Temporal.Instant): boolean {
  return stateSince !== undefined && stateSince >= instant.epochMilliseconds - millisecondsIn(CLOCK_SKEW);
}
