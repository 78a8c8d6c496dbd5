import type { Timeline } from '../../api/timeline.ts';

/** A closing, and when nodes are requested otherwise again after it, if that is known. */
export interface Closing {
  readonly until: string | undefined;
}

/** The next time at which fewer nodes are requested than `min`, those of now; `undefined` if there is none ahead. */
export function closingIn(ahead: Timeline['requested'], min: number): Closing | undefined {
  const closing = ahead.findIndex((one) => one.min < min);
  return closing === -1 ? undefined : { until: ahead[closing + 1]?.at };
}
