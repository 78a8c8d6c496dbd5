import { Webhook } from 'standardwebhooks';
import type { Temporal } from 'temporal-polyfill';

/** What a receiver needs to verify a delivery. */
export interface Signed {
  /** The same for all attempts, so that a receiver can ignore repeated ones. */
  readonly id: string;
  /** Real time. */
  readonly at: Temporal.Instant;
  readonly body: string;
}

/**
 * Headers that authenticate the sender and the time of a body, with a signature for each secret:
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signatureHeaders(
  secrets: readonly string[],
  { id, at, body }: Signed,
): Readonly<Record<string, string>> {
  const date = new Date(at.epochMilliseconds);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.epochMilliseconds / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, date, body)).join(' '),
  };
}
