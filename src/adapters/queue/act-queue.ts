import { toActMessage } from '../../ports/act-message.ts';
import type { ActQueue } from '../../ports/act-queue.ts';
import type { StorageQueue } from './storage-queue.ts';

/** The queue whose messages trigger the function `act-on-pool`. */
export const ACTS = 'act-on-pool';

/** Requests of people and systems to act on a pool, in a storage queue: none is lost, and each is carried out once. */
export function actQueue(queue: StorageQueue): ActQueue {
  return { send: (act, delay) => queue.send(toActMessage(act), delay && { delay }) };
}
