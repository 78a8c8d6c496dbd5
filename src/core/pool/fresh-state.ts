import { Temporal } from 'temporal-polyfill';
import { millisecondsIn } from '../time/epoch.ts';
import type { NodeSnapshot } from './snapshot.ts';

/** How far the clock of the service may be behind ours without a fresh change of state being taken for an old one. */
const CLOCK_SKEW = Temporal.Duration.from({ minutes: 1 });

/** Has a node come into its state since an instant? Where it is not known since when it is in it, it is not taken to have. */
export function isFreshSince({ stateSince }: Pick<NodeSnapshot, 'stateSince'>, instant: Temporal.Instant): boolean {
  return stateSince !== undefined && stateSince >= instant.epochMilliseconds - millisecondsIn(CLOCK_SKEW);
}
