import { type PipelinePolicy, type RetryModifiers, retryPolicy } from '@azure/core-rest-pipeline';
import { retryAfterOf } from './retry-after.ts';

/**
 * The number of retries, and the longest wait before one. If the service requests a longer wait, the request fails, because the
 * next tick is the better retry. A request that acts waits less, because its right to act expires: with the timeouts of its
 * attempts it takes at most 3 x 40 s + 2 x 10 s.
 */
const PATIENCE = { read: { retries: 4, waitMs: 30_000 }, act: { retries: 2, waitMs: 10_000 } };
const FIRST_WAIT_MS = 500;

/** Statuses that say that the request was not accepted: "Please retry your request." */
const NOT_TAKEN: ReadonlySet<number> = new Set([429, 503]);
/** Statuses after which the request may have taken effect. */
const DOUBTFUL: ReadonlySet<number> = new Set([408, 500, 502, 504]);

/** Errors that mean that the host cannot be reached: a retry after seconds does not help, and the next tick comes. */
const NOBODY_THERE: ReadonlySet<string | undefined> = new Set(['ECONNREFUSED', 'ENOTFOUND']);

type Attempt = Parameters<Parameters<typeof retryPolicy>[0][number]['retry']>[0];

/**
 * The only place where requests to Batch are retried. A request that was not accepted (429, 503) is retried, after
 * `Retry-After` if the response has it. One whose fate is not known (500, a lost connection) is retried only if it reads:
 * starting and deallocating are not idempotent, so the node is read instead.
 * https://learn.microsoft.com/azure/batch/batch-retry-after-errors
 */
export function batchRetryPolicy(): PipelinePolicy {
  return retryPolicy([{ name: 'batchRetryStrategy', retry: modifiersAfter }], { maxRetries: PATIENCE.read.retries });
}

function modifiersAfter({ retryCount, response, responseError }: Attempt): RetryModifiers {
  if (response === undefined) {
    const worthIt = responseError?.request?.method === 'GET' && !NOBODY_THERE.has(responseError.code);
    return worthIt ? waitFor(backOff(retryCount), PATIENCE.read.waitMs) : { skipStrategy: true };
  }
  const { method } = response.request;
  const isSafe = NOT_TAKEN.has(response.status) || (DOUBTFUL.has(response.status) && method === 'GET');
  if (!isSafe || retryCount >= PATIENCE[kindOf(method)].retries) return { skipStrategy: true };
  return waitFor(retryAfterOf(response) ?? backOff(retryCount), PATIENCE[kindOf(method)].waitMs);
}

function waitFor(milliseconds: number, longest: number): RetryModifiers {
  return milliseconds > longest ? { skipStrategy: true } : { retryAfterInMs: milliseconds };
}

function kindOf(method: string): keyof typeof PATIENCE {
  return method === 'GET' ? 'read' : 'act';
}

/** Exponential backoff with up to a quarter of jitter. */
function backOff(retryCount: number): number {
  return FIRST_WAIT_MS * 2 ** retryCount * (1 + Math.random() / 4);
}
