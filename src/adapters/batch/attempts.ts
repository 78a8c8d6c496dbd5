import type { PipelinePolicy, PipelineRequest } from '@azure/core-rest-pipeline';

const ATTEMPTS = new WeakMap<PipelineRequest, number>();

/** Counts how often a request was sent; its place is after the retry policy. */
export const countAttempts: PipelinePolicy = {
  name: 'batchAttemptsPolicy',
  sendRequest: (request, next) => {
    ATTEMPTS.set(request, attemptsOf(request) + 1);
    return next(request);
  },
};

/** How often a request was sent. If more than once, its first attempt may have taken effect. */
export function attemptsOf(request: PipelineRequest): number {
  return ATTEMPTS.get(request) ?? 0;
}
