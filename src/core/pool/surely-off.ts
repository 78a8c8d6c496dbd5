import type { Temporal } from 'temporal-polyfill';
import type { NodeSnapshot } from './snapshot.ts';

/** Is a node certainly deallocated, without a running task? If something is not known, it counts as no. */
export function isSurelyOff({ state, stateSince, runningTasks }: NodeSnapshot, now: Temporal.Instant): boolean {
  return (
    state === 'deallocated' && runningTasks === 0 && stateSince !== undefined && stateSince <= now.epochMilliseconds
  );
}
