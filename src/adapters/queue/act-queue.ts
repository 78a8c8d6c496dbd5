import { type ActQueue, toActMessage } from '../../app/acts/asked-act.ts';
import type { StorageQueue } from './storage-queue.ts';

/** The queue from which the Functions host gives requests to the function `act-on-pool`. */
export const ACTS = 'act-on-pool';

/** Requests of people and systems to act on a pool, in a storage queue: none is lost, and each is carried out once. */
export function actQueue(queue: StorageQueue): ActQueue {
  return { send: (act, delay) => queue.send(toActMessage(act), delay && { delay }) };
}
