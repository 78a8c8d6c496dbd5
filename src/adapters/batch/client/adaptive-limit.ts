import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import pLimit from 'p-limit';
import { isThrottled } from './throttled.ts';

/** As many as the evaluations that the host runs concurrently in a process, and a few for people. */
const AT_FIRST = 32;
const MOST = 64;
const LEAST = 1;

/** The limit on concurrent reads of an account, and the policy that applies it. */
export interface AdaptiveLimit {
  readonly policy: PipelinePolicy;
  readonly now: number;
}

/**
 * Adapts the number of concurrent reads of an account to the service: half as many after it throttles one (429, 503), and one
 * more after each round of responses. Responses to requests from before the last halving are ignored. Requests that act are not
 * limited, because their right to act expires.
 */
export function adaptiveLimit(): AdaptiveLimit {
  const limit = pLimit(AT_FIRST);
  let halvings = 0;
  let answered = 0;
  const learn = (throttled: boolean, askedAfter: number) => {
    if (throttled && askedAfter === halvings) {
      halvings += 1;
      answered = 0;
      limit.concurrency = Math.max(LEAST, Math.floor(limit.concurrency / 2));
    }
    if (throttled) return;
    answered += 1;
    if (answered < limit.concurrency) return;
    answered = 0;
    limit.concurrency = Math.min(MOST, limit.concurrency + 1);
  };
  return {
    get now() {
      return limit.concurrency;
    },
    policy: {
      name: 'batchAdaptiveLimitPolicy',
      sendRequest: async (request, next) => {
        const send = async () => {
          const askedAfter = halvings;
          const response = await next(request);
          learn(isThrottled(response), askedAfter);
          return response;
        };
        return request.method === 'GET' ? limit(send) : send();
      },
    },
  };
}
