import { type ReplayQueue, toReplayMessage } from '../../ports/replay-queue.ts';
import type { StorageQueue } from './storage-queue.ts';

/** The queue of the function `run-replay`. */
export const REPLAYS = 'run-replay';

/** Waiting replays, in a storage queue: a message for each policy that is still to be tried. */
export function replayQueue(queue: StorageQueue): ReplayQueue {
  return { send: (id) => queue.send(toReplayMessage(id)) };
}
