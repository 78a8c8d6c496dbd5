import type { Temporal } from 'temporal-polyfill';
import type { NodeSnapshot } from './snapshot.ts';

/** Is a node deallocated beyond doubt, with no task on it? What is not known counts against it. */
export function isSurelyOff({ state, stateSince, runningTasks }: NodeSnapshot, now: Temporal.Instant): boolean {
  return (
    state === 'deallocated' && runningTasks === 0 && stateSince !== undefined && stateSince <= now.epochMilliseconds
  );
}
