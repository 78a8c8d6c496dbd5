import { Temporal } from 'temporal-polyfill';
import { millisecondsIn } from './epoch.ts';

/** How far the clocks of Batch and of the instances of the app may differ. */
export const CLOCK_SKEW = Temporal.Duration.from({ minutes: 3 });

/** Was an instant that has passed by another clock written by one that is ahead by more than clocks may differ? */
export function isOfClockAhead(instant: Temporal.Instant, now: Temporal.Instant): boolean {
  return instant.epochMilliseconds - now.epochMilliseconds > millisecondsIn(CLOCK_SKEW);
}

/** That difference in whole minutes, for records by the minute. */
export const CLOCK_SKEW_MINUTES = CLOCK_SKEW.total('minutes');
