import pLimit from 'p-limit';
import { Temporal } from 'temporal-polyfill';
import { toEvaluationMessages } from '../../ports/evaluation-message.ts';
import type { EvaluationQueue } from '../../ports/evaluation-queue.ts';
import type { StorageQueue } from './storage-queue.ts';

/** The queue whose messages trigger the function `evaluate-pool`. */
export const EVALUATIONS = 'evaluate-pool';

/** A tick requests missing evaluations again, so an old message is useless. */
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
