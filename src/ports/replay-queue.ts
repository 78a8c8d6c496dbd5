import * as z from 'zod';

/** The queue of replays that have a policy to simulate next. */
export interface ReplayQueue {
  send(id: string): Promise<void>;
}

export interface HasReplayQueue {
  readonly replayQueue: ReplayQueue;
}

const MESSAGE = z.lazy(() => z.strictObject({ replay: z.string().min(1) }));

/** A replay as a queue message. */
export function toReplayMessage(id: string): string {
  return JSON.stringify({ replay: id });
}

/** The id of the replay in a queue message. @throws Error for an invalid message */
export function fromReplayMessage(message: unknown): string {
  return MESSAGE.parse(message).replay;
}
