import type { HasPause } from '../../ports/clock.ts';
import type { HasThrottle } from '../../ports/throttle.ts';

/** A tick is a minute long, so for longer than so nobody waits. */
const LONGEST_WAIT_MS = 10_000;

/**
 * Waits until an account is no longer throttled, for a few seconds; why nothing is to be asked of it now where that takes longer,
 * and `undefined` where it may be asked.
 */
export async function whyThrottled(
  { throttle, pause }: HasThrottle & HasPause,
  account: string,
): Promise<string | undefined> {
  const milliseconds = await throttle.remaining(account);
  if (milliseconds > LONGEST_WAIT_MS)
    return `Batch asks for less of the account ${account}: nothing is asked for ${Math.ceil(milliseconds / 1000)} s`;
  if (milliseconds > 0) await pause(milliseconds);
  return undefined;
}
