import { messageUnreadable } from '../core/audit/events.ts';
import { describeError } from '../core/text/describe-error.ts';
import type { HasAuditWriter } from '../ports/audit.ts';
import type { HasClock } from '../ports/clock.ts';
import type { HasNewCorrelation } from '../ports/names.ts';
import { sha256 } from '../ports/sha256.ts';

/** A queue message that the app did not send, or that was damaged. */
export interface UnreadableMessage {
  readonly queue: string;
  readonly message: unknown;
  /** Why it cannot be read. */
  readonly error: unknown;
}

const LONGEST_REASON = 500;

/**
 * Records that a message could not be parsed and is removed. The record has the length and hash of the text, not the text,
 * which may contain anything.
 */
export async function recordUnreadableMessage(
  { audit, clock, newCorrelation }: HasAuditWriter & HasClock & HasNewCorrelation,
  { queue, message, error }: UnreadableMessage,
): Promise<{ readonly reason: string }> {
  const text = typeof message === 'string' ? message : (JSON.stringify(message) ?? '');
  // The host parses JSON messages, and passes all others as text.
  const what = typeof message === 'string' ? 'it is no JSON object' : describeError(error).slice(0, LONGEST_REASON);
  const reason = `a message in the queue ${queue} could not be read and was removed: ${what}`;
  await audit.append([
    messageUnreadable({
      at: await clock.now(),
      actor: `queue:${queue}`,
      correlation: newCorrelation(),
      reason,
      message: { characters: text.length, sha256: sha256(text) },
    }),
  ]);
  return { reason };
}
