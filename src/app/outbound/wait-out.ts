import { Temporal } from 'temporal-polyfill';
import { describeError } from '../../core/text/describe-error.ts';
import { isBefore } from '../../core/time/instants.ts';
import type { HasWallClock } from '../../ports/clock.ts';
import { isOutage } from '../../ports/errors.ts';
import type { WaitsOut } from '../../ports/event-queues.ts';

/** The work of a message, and how to queue the message again. */
interface Message<Result> extends WaitsOut {
  readonly work: () => Promise<Result>;
  readonly sendAgain: (waits: Required<WaitsOut>, delay: Temporal.Duration) => Promise<void>;
}

/** What became of a message: its work is done, or it waits, with the reason. */
type Waited<Result> = { readonly done: Result } | { readonly waits: string };

/** A failure that lasts longer may not end by itself: it counts then, and the message is given up. */
const LONGEST = Temporal.Duration.from({ hours: 48 });
const SHORTEST_PAUSE_SECONDS = 10;
const LONGEST_PAUSE_SECONDS = 60;

/**
 * Does the work of a message. While the storage is down, the message is queued again instead of failing: the host gives up a
 * message that fails five times within a minute. It waits about as long as the storage has been down, and at most a minute.
 * @throws whatever the work throws; an outage only after two days, or if the message cannot be queued
 */
export async function waitOut<Result>(
  { wallClock }: HasWallClock,
  { downSince, work, sendAgain }: Message<Result>,
): Promise<Waited<Result>> {
  try {
    return { done: await work() };
  } catch (error) {
    if (!isOutage(error)) throw error;
    const now = await wallClock.now();
    const since = downSince ?? now;
    if (isBefore(since.add(LONGEST), now)) throw error;
    const seconds = Math.ceil(since.until(now).total('seconds'));
    const pause = Math.min(Math.max(seconds, SHORTEST_PAUSE_SECONDS), LONGEST_PAUSE_SECONDS);
    await sendAgain({ downSince: since }, Temporal.Duration.from({ seconds: pause })).catch(() => {
      // The queue is down as well: the host keeps the message.
      throw error;
    });
    return { waits: describeError(error) };
  }
}
