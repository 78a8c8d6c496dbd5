import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { Throttle } from '../../ports/throttle.ts';
import { retryAfterOf } from './retry-after.ts';
import { isThrottled } from './throttled.ts';

/** Where it is kept until when each account is to be left alone, for other processes. Instants are in epoch milliseconds. */
export interface ThrottleStore {
  read(account: string): Promise<number | undefined>;
  write(account: string, until: number): Promise<void>;
}

/** What one process knows of throttling, and learns from others. */
export interface SharedThrottle extends Throttle {
  /** Sees every answer of an account, and lets reads wait while it is throttled. */
  policyOf(account: string): PipelinePolicy;
}

/** What the throttle needs of the world. */
export interface ThrottleWorld {
  readonly store: ThrottleStore;
  /** In epoch milliseconds. */
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<unknown>;
}

/** However long the service asks for, nobody waits for longer than so: the next tick is a minute away. */
const LONGEST_MS = 60_000;
/** Where it says no time. */
const USUAL_MS = 5_000;
/** A single read waits for at most so long; one that acts holds a right that runs out, and waits for nothing. */
const LONGEST_READ_WAIT_MS = 5_000;
/** What others have written is looked for at most so often. */
const FRESH_MS = 5_000;

/**
 * Once one request was throttled (429 or 503), no other process has to find that out for itself: it is written down until when the
 * account is to be left alone, bounded by a minute. https://learn.microsoft.com/azure/batch/batch-retry-after-errors
 */
export function sharedThrottle({ store, now, pause }: ThrottleWorld): SharedThrottle {
  const known = new Map<string, number>();
  const readAt = new Map<string, number>();
  const left = (account: string) => Math.max(0, (known.get(account) ?? 0) - now());
  const note = async (account: string, milliseconds: number) => {
    const until = now() + Math.min(milliseconds, LONGEST_MS);
    if (until <= (known.get(account) ?? 0)) return;
    known.set(account, until);
    // Whoever cannot write it down has been throttled all the same, and the others find it out for themselves.
    await store.write(account, until).catch(() => undefined);
  };
  const learn = async (account: string) => {
    if (now() - (readAt.get(account) ?? Number.NEGATIVE_INFINITY) < FRESH_MS) return;
    readAt.set(account, now());
    const until = await store.read(account).catch(() => undefined);
    if (until !== undefined && until > (known.get(account) ?? 0))
      known.set(account, Math.min(until, now() + LONGEST_MS));
  };
  return {
    remaining: async (account) => {
      if (left(account) === 0) await learn(account);
      return left(account);
    },
    policyOf: (account) => ({
      name: 'batchThrottlePolicy',
      sendRequest: async (request, next) => {
        const wait = request.method === 'GET' ? Math.min(left(account), LONGEST_READ_WAIT_MS) : 0;
        if (wait > 0) await pause(wait);
        const response = await next(request);
        if (isThrottled(response)) await note(account, retryAfterOf(response) ?? USUAL_MS);
        return response;
      },
    }),
  };
}
