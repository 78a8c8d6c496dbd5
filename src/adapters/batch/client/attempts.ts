import type { PipelinePolicy, PipelineRequest, RestError } from '@azure/core-rest-pipeline';
import { NOT_SIGNED_IN, NotSignedIn } from './sign-in.ts';

/** "Too many requests": the service has not accepted the request, and nothing else says so for certain. */
const NOT_ACCEPTED = 429;

const LAST_STATUS = new WeakMap<PipelineRequest, number>();
const IN_DOUBT = new WeakSet<PipelineRequest>();

/** Remembers how the earlier attempts of a request were answered; its place is after the retry policy. */
export const watchAttempts: PipelinePolicy = {
  name: 'batchAttemptsPolicy',
  sendRequest: async (request, next) => {
    const before = LAST_STATUS.get(request);
    if (before !== undefined && before !== NOT_ACCEPTED) IN_DOUBT.add(request);
    const response = await next(request).catch((error: unknown) => {
      if (error instanceof NotSignedIn) error.request = request;
      throw error;
    });
    LAST_STATUS.set(request, response.status);
    return response;
  },
};

/** May an earlier attempt of a request have taken effect? A 503 says that it was not accepted, but is not always right. */
export function mayHaveArrivedBefore(request: PipelineRequest): boolean {
  return IN_DOUBT.has(request);
}

const NOBODY_THERE: ReadonlySet<string | undefined> = new Set(['ECONNREFUSED', 'ENOTFOUND', NOT_SIGNED_IN]);

/** Does the code of an error mean that the host was not reached? */
export function isUnreachable(code: string | undefined): boolean {
  return NOBODY_THERE.has(code);
}

/** Does the error of a request mean that none of its attempts has arrived? */
export function hasNeverArrived({ code, request }: Partial<RestError>): boolean {
  return isUnreachable(code) && (request === undefined || !mayHaveArrivedBefore(request));
}
