import pLimit from 'p-limit';
import { Temporal } from 'temporal-polyfill';
import { toEvaluationMessages } from '../../ports/evaluation-message.ts';
import { type EvaluationQueue, type EvaluationRequest, RequestsUnsent } from '../../ports/evaluation-queue.ts';
import type { StorageQueue } from './storage-queue.ts';

/** The queue whose messages trigger the function `evaluate-pool`. */
export const EVALUATIONS = 'evaluate-pool';

/** A tick requests missing evaluations again, so an old message is useless. */
const TIME_TO_LIVE = Temporal.Duration.from({ minutes: 10 });

const SENDS_AT_ONCE = 16;

/** Requests to evaluate pools, in a storage queue. */
export function evaluationQueue(queue: StorageQueue): EvaluationQueue {
  return {
    send: (requests) => sendAll(queue, requests),
    length: () => queue.length(),
    longestWait: () => queue.longestWait(),
  };
}

async function sendAll(queue: StorageQueue, requests: readonly EvaluationRequest[]): Promise<void> {
  const unsent: EvaluationRequest[] = [];
  const failures: unknown[] = [];
  await pLimit(SENDS_AT_ONCE).map(toEvaluationMessages(requests), async (message) => {
    // A queue that has failed so often is down, and a tick does not wait for the patience of each message.
    if (failures.length >= SENDS_AT_ONCE) return void unsent.push(...message.requests);
    try {
      await queue.send(message.text, { timeToLive: TIME_TO_LIVE });
    } catch (error) {
      failures.push(error);
      unsent.push(...message.requests);
    }
  });
  if (unsent.length > 0) throw new RequestsUnsent(unsent, failures[0]);
}
