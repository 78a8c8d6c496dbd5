import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { Throttle } from '../../../ports/throttle.ts';
import { retryAfterOf } from './retry-after.ts';
import { isThrottled } from './throttled.ts';

/** Stores until when each account is throttled, for all processes. Times are in epoch milliseconds. */
export interface ThrottleStore {
  read(account: string): Promise<number | undefined>;
  write(account: string, until: number): Promise<void>;
}

/** Shares the throttling of accounts between processes. */
export interface SharedThrottle extends Throttle {
  /** A policy that sees every response of an account, and delays reads while it is throttled. */
  policyOf(account: string): PipelinePolicy;
}

/** What the throttle uses. */
export interface ThrottleWorld {
  readonly store: ThrottleStore;
  /** In epoch milliseconds. */
  readonly now: () => number;
  readonly pause: (milliseconds: number) => Promise<unknown>;
}

/** The longest wait, whatever the service requests: the next tick is a minute away. */
const LONGEST_MS = 60_000;
/** The wait if the service does not give one. */
const USUAL_MS = 5_000;
/** The longest wait of a single read. A request that acts does not wait, because its right to act expires. */
const LONGEST_READ_WAIT_MS = 5_000;
/** How long the stored row of an account is cached. */
const FRESH_MS = 5_000;

/**
 * If one request is throttled (429 or 503), all processes back off: the end of the wait, at most a minute away, is stored for
 * them. https://learn.microsoft.com/azure/batch/batch-retry-after-errors
 */
export function sharedThrottle({ store, now, pause }: ThrottleWorld): SharedThrottle {
  const known = new Map<string, number>();
  const readAt = new Map<string, number>();
  const lastRead = new Map<string, number>();
  const left = (account: string) => Math.max(0, (known.get(account) ?? 0) - now());
  const note = async (account: string, milliseconds: number) => {
    const until = now() + Math.min(milliseconds, LONGEST_MS);
    if (until <= (known.get(account) ?? 0)) return;
    known.set(account, until);
    // If it cannot be stored, the other processes find out for themselves.
    await store.write(account, until).catch(() => undefined);
  };
  const learn = async (account: string) => {
    if (now() - (readAt.get(account) ?? Number.NEGATIVE_INFINITY) < FRESH_MS) return;
    readAt.set(account, now());
    const until = await store.read(account).catch(() => undefined);
    // An end that was written by a clock far ahead counts once: it would be the longest wait again each time that one is over.
    if (until === undefined || until === lastRead.get(account)) return;
    lastRead.set(account, until);
    if (until > (known.get(account) ?? 0)) known.set(account, Math.min(until, now() + LONGEST_MS));
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
