import type { PipelinePolicy, PipelineRequest } from '@azure/core-rest-pipeline';

const ATTEMPTS = new WeakMap<PipelineRequest, number>();

/** Counts how often a request was sent; it stands behind the policy that repeats it. */
export const countAttempts: PipelinePolicy = {
  name: 'batchAttemptsPolicy',
  sendRequest: (request, next) => {
    ATTEMPTS.set(request, attemptsOf(request) + 1);
    return next(request);
  },
};

/** How often a request was sent: more than once, and what is found done may have been done by its first attempt. */
export function attemptsOf(request: PipelineRequest): number {
  return ATTEMPTS.get(request) ?? 0;
}
