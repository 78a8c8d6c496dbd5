import { createHash, timingSafeEqual } from 'node:crypto';
import type { HttpRequest } from '@azure/functions';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import type { RefusalReason } from '../../../ports/refusals.ts';
import { RefusedDelivery } from './refused-delivery.ts';

/** Longer headers are refused: each signature in them costs a comparison. */
const LONGEST_HEADER = 2000;

/** "It's important that both the message id and the timestamp … not be allowed to include any `.`" (spec/standard-webhooks.md) */
const ID = /^[\x21-\x2d\x2f-\x7e]{1,256}$/;

/**
 * Checks that a body was signed with one of the secrets, at a time within 5 minutes of now, by
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md. The time is real time.
 * @returns the id of the message
 * @throws RefusedDelivery
 */
export function requireSignature({ headers }: HttpRequest, body: ArrayBuffer, secrets: readonly string[]): string {
  const [id, timestamp, signature] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    headers.get(name),
  );
  if (!id || !timestamp || !signature) throw new RefusedDelivery('headers-missing');
  if (!ID.test(id)) throw new RefusedDelivery('id-invalid');
  // The library parses only the leading digits, so the rest would not be signed.
  if (!/^\d{1,12}$/.test(timestamp)) throw new RefusedDelivery('timestamp-invalid');
  if (signature.length > LONGEST_HEADER) throw new RefusedDelivery('signature-wrong');
  const said = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
  const refusals = secrets.map((secret) => refusalBy(secret, Buffer.from(body), said));
  if (refusals.every((refusal) => refusal !== undefined)) throw new RefusedDelivery(refusals[0] ?? 'no-secret');
  return id;
}

function refusalBy(secret: string, body: Buffer, headers: Record<string, string>): RefusalReason | undefined {
  try {
    new Webhook(secret).verify(body, headers, { jsonParse: false });
    return undefined;
  } catch (error) {
    if (!(error instanceof WebhookVerificationError)) throw error;
    if (/too old/.test(error.message)) return 'too-old';
    return /too new/.test(error.message) ? 'too-new' : 'signature-wrong';
  }
}

/**
 * Checks that the request has one of the secrets, in the header `x-webhook-secret` or the query parameter `secret`; all are
 * compared in constant time. If there are no secrets, the function key is the only authentication.
 * @throws RefusedDelivery
 */
export function requireSecret({ headers, query }: HttpRequest, secrets: readonly string[]): void {
  if (secrets.length === 0) return;
  const given = digest(headers.get('x-webhook-secret') ?? query.get('secret') ?? '');
  const isKnown = secrets.map((secret) => timingSafeEqual(digest(secret), given)).includes(true);
  if (!isKnown) throw new RefusedDelivery('secret-wrong');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
