import { type PipelinePolicy, type PipelineRequest, type RetryModifiers, retryPolicy } from '@azure/core-rest-pipeline';
import { isUnreachable } from './attempts.ts';
import { retryAfterOf } from './retry-after.ts';

/**
 * The number of retries, and the longest wait before one. If the service requests a longer wait, the request fails, because the
 * next tick is the better retry. A request that acts waits less, because its right to act expires: with the timeouts of its
 * attempts it takes at most 3 x 40 s + 2 x 10 s. A probe asks how Batch answers now: a person waits for it.
 */
const PATIENCE = {
  read: { retries: 4, waitMs: 30_000 },
  act: { retries: 2, waitMs: 10_000 },
  probe: { retries: 1, waitMs: 1_000 },
};
/** The timeout of a probe, in milliseconds, by which it is known. */
export const PROBE_TIMEOUT_MS = 3_000;
const FIRST_WAIT_MS = 500;

/** Statuses that say that the request was not accepted: "Please retry your request." */
const NOT_TAKEN: ReadonlySet<number> = new Set([429, 503]);
/** Statuses after which the request may have taken effect. */
const DOUBTFUL: ReadonlySet<number> = new Set([408, 500, 502, 504]);

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
  const request = response?.request ?? responseError?.request;
  if (request === undefined || !isSafe(request, { status: response?.status, code: responseError?.code }))
    return { skipStrategy: true };
  const { retries, waitMs } = PATIENCE[kindOf(request)];
  const wait = (response && retryAfterOf(response)) ?? backOff(retryCount);
  return retryCount >= retries || wait > waitMs ? { skipStrategy: true } : { retryAfterInMs: wait };
}

/** May a request be sent again after a response, or after an error that left it without one? */
function isSafe(
  request: PipelineRequest,
  { status, code }: { readonly status: number | undefined; readonly code: string | undefined },
): boolean {
  const reads = request.method === 'GET';
  // If the host cannot be reached, a retry after seconds does not help, and the next tick comes.
  if (status === undefined) return reads && !isUnreachable(code);
  // That Batch is too busy is what a probe came to see.
  if (NOT_TAKEN.has(status)) return kindOf(request) !== 'probe';
  return reads && DOUBTFUL.has(status);
}

function kindOf({ method, timeout }: PipelineRequest): keyof typeof PATIENCE {
  if (timeout === PROBE_TIMEOUT_MS) return 'probe';
  return method === 'GET' ? 'read' : 'act';
}

/** Exponential backoff with up to a quarter of jitter. */
function backOff(retryCount: number): number {
  return FIRST_WAIT_MS * 2 ** retryCount * (1 + Math.random() / 4);
}
