import type { Temporal } from 'temporal-polyfill';
import { CLOCK_SKEW } from '../time/clock-skew.ts';
import { millisecondsIn } from '../time/epoch.ts';
import type { NodeSnapshot } from './snapshot.ts';

/**
 * Has a node entered its state since an instant? If the time of the change is not known, it counts as no. The clock of Batch may
 * be behind ours: the longer the span that is allowed for it, the more changes count as later than an act of ours or of somebody
 * else. Nodes are left alone then, and a start counts as failed.
 */
export function isFreshSince({ stateSince }: Pick<NodeSnapshot, 'stateSince'>, instant: Temporal.Instant): boolean {
  return stateSince !== undefined && stateSince >= instant.epochMilliseconds - millisecondsIn(CLOCK_SKEW);
}
