import type { PipelinePolicy } from '@azure/core-rest-pipeline';

/** Throws if a request must not be sent any more. */
export type StillMay = () => Promise<void>;

const RIGHTS = new WeakMap<object, StillMay>();

/** The signal of a request that is to be sent, also again, only as long as it may be. The SDK passes it on to the policies. */
export function signalWith(stillMay: StillMay): AbortSignal {
  const { signal } = new AbortController();
  RIGHTS.set(signal, stillMay);
  return signal;
}

/**
 * Asks before each attempt whether the request may still be sent: before it, a process can wait for throttling or a retry, or be
 * suspended. Its place is behind all policies that wait.
 */
export const requireRight: PipelinePolicy = {
  name: 'batchRightPolicy',
  sendRequest: async (request, next) => {
    const stillMay = request.abortSignal && RIGHTS.get(request.abortSignal);
    await stillMay?.();
    return next(request);
  },
};
