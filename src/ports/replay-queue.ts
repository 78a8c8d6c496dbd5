import * as z from 'zod';

/** Replays that wait for their next policy to be tried. */
export interface ReplayQueue {
  send(id: string): Promise<void>;
}

export interface HasReplayQueue {
  readonly replayQueue: ReplayQueue;
}

const MESSAGE = z.lazy(() => z.strictObject({ replay: z.string().min(1) }));

/** A replay as it goes through the queue. */
export function toReplayMessage(id: string): string {
  return JSON.stringify({ replay: id });
}

/** The id of the replay that a message stands for. @throws Error for a message that is none */
export function fromReplayMessage(message: unknown): string {
  return MESSAGE.parse(message).replay;
}
