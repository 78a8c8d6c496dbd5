import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import pLimit from 'p-limit';
import { isThrottled } from './throttled.ts';

/** As many as the host lets evaluations run at the same moment in a process, and a few for people. */
const AT_FIRST = 32;
const MOST = 64;
const LEAST = 1;

/** How many reads of an account are under way at once, and what it hangs on. */
export interface AdaptiveLimit {
  readonly policy: PipelinePolicy;
  readonly now: number;
}

/**
 * Lets as many reads of an account be under way as the service bears: half as many once it throttles one (429, 503), and one more
 * after each round that it answered. Answers to what was asked before the last halving say nothing new. Whoever acts
 * holds a right that runs out, and waits for nobody.
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
