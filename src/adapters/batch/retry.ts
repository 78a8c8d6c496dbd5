import { type PipelinePolicy, type RetryModifiers, retryPolicy } from '@azure/core-rest-pipeline';
import { retryAfterOf } from './retry-after.ts';

/**
 * How many more attempts are made, and how long is waited before one: asked to wait for longer, the request is given up,
 * because the next tick is the better retry. A request that acts has less patience, since whoever makes it holds a right
 * that runs out: with the timeout of a request it takes 3 x 40 s + 2 x 10 s at the most.
 */
const PATIENCE = { read: { retries: 4, waitMs: 30_000 }, act: { retries: 2, waitMs: 10_000 } };
const FIRST_WAIT_MS = 500;

/** The service did not take the request: "Please retry your request." */
const NOT_TAKEN: ReadonlySet<number> = new Set([429, 503]);
/** The service may have taken it and failed afterwards. */
const DOUBTFUL: ReadonlySet<number> = new Set([408, 500, 502, 504]);

/** Nobody is there to answer; a wait of seconds changes nothing, and the next tick comes. */
const NOBODY_THERE: ReadonlySet<string | undefined> = new Set(['ECONNREFUSED', 'ENOTFOUND']);

type Attempt = Parameters<Parameters<typeof retryPolicy>[0][number]['retry']>[0];

/**
 * The one place where requests to Batch are repeated. A request that the service did not take (429, 503) is made again,
 * after `Retry-After` where the service says it. One whose fate is in doubt (500, a lost connection) is made again only if
 * it reads: starting and deallocating are not idempotent, so there the node is read instead.
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

/** Doubles each time; up to a quarter more by chance, so that many do not come back at once. */
function backOff(retryCount: number): number {
  return FIRST_WAIT_MS * 2 ** retryCount * (1 + Math.random() / 4);
}
