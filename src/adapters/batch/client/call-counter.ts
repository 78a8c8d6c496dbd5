import type { PipelinePolicy, PipelineRequest } from '@azure/core-rest-pipeline';
import type { BatchCalls } from '../../../ports/batch-calls.ts';

/** Counts requests as they are sent: each attempt counts. */
export interface CallCounter extends BatchCalls {
  readonly policy: PipelinePolicy;
}

export function callCounter(): CallCounter {
  let calls: Record<string, number> = {};
  let retries = 0;
  const seen = new WeakSet<PipelineRequest>();
  const count = (status: string): void => {
    calls[status] = (calls[status] ?? 0) + 1;
  };
  return {
    take: () => {
      const taken = { calls, retries };
      calls = {};
      retries = 0;
      return taken;
    },
    policy: {
      name: 'batchCallCountPolicy',
      sendRequest: async (request, next) => {
        if (seen.has(request)) retries += 1;
        seen.add(request);
        try {
          const response = await next(request);
          count(String(response.status));
          return response;
        } catch (error) {
          count('none');
          throw error;
        }
      },
    },
  };
}
