import pLimit from 'p-limit';
import { Temporal } from 'temporal-polyfill';
import { toEvaluationMessages } from '../../ports/evaluation-message.ts';
import type { EvaluationQueue } from '../../ports/evaluation-queue.ts';
import type { StorageQueue } from './storage-queue.ts';

/** The queue from which the Functions host gives requests to the function `evaluate-pool`. */
export const EVALUATIONS = 'evaluate-pool';

/** A tick asks again for what was not evaluated; an old request is worth nothing. */
const TIME_TO_LIVE = Temporal.Duration.from({ minutes: 10 });

const SENDS_AT_ONCE = 16;

/** Requests to evaluate pools, in a storage queue. */
export function evaluationQueue(queue: StorageQueue): EvaluationQueue {
  return {
    send: async (requests) => {
      const send = (text: string) => queue.send(text, { timeToLive: TIME_TO_LIVE });
      await pLimit(SENDS_AT_ONCE).map(toEvaluationMessages(requests), send);
    },
    length: () => queue.length(),
  };
}
