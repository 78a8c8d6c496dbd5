import { Temporal } from 'temporal-polyfill';
import { toEvaluationMessage } from '../../ports/evaluation-message.ts';
import type { EvaluationQueue } from '../../ports/evaluation-queue.ts';
import type { StorageQueue } from './storage-queue.ts';

/** The queue from which the Functions host gives requests to the function `evaluate-pool`. */
export const EVALUATIONS = 'evaluate-pool';

/** A tick asks again for what was not evaluated; an old request is worth nothing. */
const TIME_TO_LIVE = Temporal.Duration.from({ minutes: 10 });

/** Requests to evaluate a pool, in a storage queue. */
export function evaluationQueue(queue: StorageQueue): EvaluationQueue {
  return {
    send: (request) => queue.send(toEvaluationMessage(request), { timeToLive: TIME_TO_LIVE }),
    length: () => queue.length(),
  };
}
