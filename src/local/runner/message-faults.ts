import { createHash } from 'node:crypto';

/**
 * Faults of a queue, all of which Azure's queues may have; each is a share of the messages, from 0 to 1.
 * - `double`: the message is delivered again after it was processed
 * - `late`: the message is delivered again some seconds after it was processed
 * - `poison`: the message is unreadable at each delivery, until it is given up
 * - `reorder`: messages that are dequeued together are delivered in another order
 */
export interface MessageFaults {
  readonly double: number;
  readonly late: number;
  readonly poison: number;
  readonly reorder: number;
  /** The same seed and the same messages give the same faults. */
  readonly seed: number;
}

/** What happens to a message. */
export type MessageFault = 'double' | 'late' | 'poison';

/** A text that is no message of any function. */
export const GARBAGE = '\u0000{"neither":';

/** The fault of a message, at each delivery; `undefined` if there is none. */
export function faultOf(faults: MessageFaults | undefined, messageId: string): MessageFault | undefined {
  if (faults === undefined) return undefined;
  let left = chanceOf(faults.seed, messageId);
  for (const fault of ['double', 'late', 'poison'] as const) {
    left -= faults[fault];
    if (left < 0) return fault;
  }
  return undefined;
}

/** Messages that were dequeued together, in the order of processing. */
export function inOrder<Message extends { readonly messageId: string }>(
  faults: MessageFaults | undefined,
  messages: readonly Message[],
): readonly Message[] {
  const first = messages[0];
  if (faults === undefined || first === undefined) return messages;
  if (chanceOf(faults.seed, `order ${first.messageId}`) >= faults.reorder) return messages;
  return messages.toSorted((a, b) => chanceOf(faults.seed, a.messageId) - chanceOf(faults.seed, b.messageId));
}

/** A number in [0, 1), evenly distributed over texts. */
function chanceOf(seed: number, text: string): number {
  return createHash('sha256').update(`${seed} ${text}`).digest().readUInt32BE() / 2 ** 32;
}

/** Parses faults from a command line: `double=0.1,late=0.05,seed=7`. @throws Error for an invalid text */
export function readMessageFaults(text: string): MessageFaults {
  const faults = { double: 0, late: 0, poison: 0, reorder: 0, seed: 1 };
  for (const part of text.split(',')) {
    const [name = '', value = ''] = part.split('=');
    if (!Object.hasOwn(faults, name) || !/^\d+(\.\d+)?$/.test(value)) throw wrong(part);
    if (name !== 'seed' && Number(value) > 1) throw wrong(part);
    faults[name as keyof typeof faults] = Number(value);
  }
  return faults;
}

function wrong(part: string): Error {
  return new Error(`'${part}' is none of double=…, late=…, poison=…, reorder=… (shares from 0 to 1) and seed=….`);
}
