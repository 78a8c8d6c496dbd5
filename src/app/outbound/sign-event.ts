import { Webhook } from 'standardwebhooks';
import type { Temporal } from 'temporal-polyfill';

/** What a receiver verifies a delivery by. */
export interface Signed {
  /** The same for all attempts: a receiver that has seen it drops the rest. */
  readonly id: string;
  /** Real time. */
  readonly at: Temporal.Instant;
  readonly body: string;
}

/**
 * The headers that prove who has sent a body, and when, by each of some secrets:
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
