import type { HasPause } from '../../ports/clock.ts';
import type { HasThrottle } from '../../ports/throttle.ts';

/** The longest wait; a longer one is left to the next tick. */
const LONGEST_WAIT_MS = 10_000;

/**
 * Waits a few seconds until an account is no longer throttled.
 * @returns why no request should be made now if that takes longer; `undefined` if requests may be made
 */
export async function whyThrottled(
  { throttle, pause }: HasThrottle & HasPause,
  account: string,
): Promise<string | undefined> {
  const milliseconds = await throttle.remaining(account);
  if (milliseconds > LONGEST_WAIT_MS)
    return `Batch throttles the account ${account}: no request is sent for ${Math.ceil(milliseconds / 1000)} s`;
  if (milliseconds > 0) await pause(milliseconds);
  return undefined;
}
