import { messageUnreadable } from '../core/audit/events.ts';
import { describeError } from '../core/text/describe-error.ts';
import type { HasAuditWriter } from '../ports/audit.ts';
import type { HasClock } from '../ports/clock.ts';
import type { HasNewCorrelation } from '../ports/names.ts';
import { sha256 } from '../ports/sha256.ts';

/** A message that no function of the app has sent, or that was damaged on its way. */
export interface UnreadableMessage {
  readonly queue: string;
  readonly message: unknown;
  /** Why it cannot be read. */
  readonly error: unknown;
}

const LONGEST_REASON = 500;

/**
 * Writes down that a message could not be read and is removed. The record has its length and hash instead of its text, which
 * may hold anything.
 */
export async function recordUnreadableMessage(
  { audit, clock, newCorrelation }: HasAuditWriter & HasClock & HasNewCorrelation,
  { queue, message, error }: UnreadableMessage,
): Promise<{ readonly reason: string }> {
  const text = typeof message === 'string' ? message : (JSON.stringify(message) ?? '');
  // The host gives what is JSON as a value, and everything else as it is.
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
