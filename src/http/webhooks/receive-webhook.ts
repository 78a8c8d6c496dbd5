import { createHash } from 'node:crypto';
import type { HttpRequest } from '@azure/functions';
import * as api from '../../api/webhooks.ts';
import type { Ports } from '../../app/ports.ts';
import type { EventReceipt, EventStatus, WebhookRequest } from '../../app/webhooks/inbound-event.ts';
import { receiveEvents } from '../../app/webhooks/receive-events.ts';
import { parseForeignJson } from '../../documents/fields/parsed.ts';
import { AppError } from '../../ports/errors.ts';
import type { RefusalReason } from '../../ports/refusals.ts';
import { readBytes, toText } from '../request/read-body.ts';
import { type Operation, operation } from '../serving/operation.ts';
import { webhookSource } from './sources/all-sources.ts';
import { RefusedDelivery } from './sources/refused-delivery.ts';
import type { WebhookSource } from './sources/webhook-source.ts';

/** The content of a delivery: events, or a validation request. */
type Read =
  | { readonly kind: 'delivery'; readonly delivery: WebhookRequest }
  | { readonly kind: 'question'; readonly answer: { readonly validationResponse: string } };

/** No table is read before the sender is authenticated. */
export const receiveWebhook = operation(api.receiveWebhook).by(async ({ request }, ports) => {
  const source = sourceIn(request, ports);
  const read = await recordingRefusals(ports, source, () => readDelivery(request, ports));
  await ports.refusals.settle(source);
  if (read.kind === 'delivery') {
    const { delivery } = read;
    return answer(ports, await recordingRefusals(ports, source, () => receiveEvents(ports, delivery)));
  }
  await ports.refusals.validated(source, 'the subscription was validated by its code');
  // Event Grid does not accept 202 here.
  return { status: 200, body: read.answer };
});

/** A host name. */
const ORIGIN = /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/;

/**
 * A sender of CloudEvents asks whether it may send events.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/http-webhook.md#4-abuse-protection
 */
export const validateWebhook = operation(api.validateWebhook).by(async ({ request }, ports) => {
  const source = sourceIn(request, ports);
  const origin = await recordingRefusals(ports, source, async () => {
    const secrets = ports.settings.webhookSecrets.get(source) ?? [];
    const { proof, handshake } = requireSource(source, secrets);
    if (handshake?.byOptions !== true || proof.by !== 'secret') throw new RefusedDelivery('unknown-source');
    proof.require(request, secrets);
    return originIn(request);
  });
  await ports.refusals.validated(source, `${origin} may send events`);
  return {
    status: 200,
    headers: { 'webhook-allowed-origin': origin, 'webhook-allowed-rate': '*', allow: 'POST, OPTIONS' },
  };
});

/** The operations that other systems call. */
export const WEBHOOKS: readonly Operation[] = [receiveWebhook, validateWebhook];

function originIn({ headers }: HttpRequest): string {
  const origin = headers.get('webhook-request-origin') ?? '';
  if (ORIGIN.test(origin)) return origin;
  const faults = [
    { path: 'WebHook-Request-Origin', message: 'the name of a system such as eventgrid.azure.net is expected' },
  ];
  throw new AppError('InvalidRequest', 'The request is not valid.', { faults });
}

/** The source name that a stranger gives is not recorded. */
const UNKNOWN = 'unknown';

function sourceIn({ params }: HttpRequest, { settings: { webhookSecrets } }: Ports): string {
  const source = params['source'] ?? '';
  return webhookSource(source, webhookSecrets.has(source)) === undefined ? UNKNOWN : source;
}

async function readDelivery(request: HttpRequest, ports: Ports): Promise<Read> {
  const source = sourceIn(request, ports);
  const secrets = ports.settings.webhookSecrets.get(source) ?? [];
  const { proof: wanted, read, handshake } = requireSource(source, secrets);
  if (wanted.by === 'secret') wanted.require(request, secrets);
  const bytes = await readBytes(request);
  const proof = wanted.by === 'signature' ? wanted.require(request, bytes, secrets) : {};
  const body = jsonIn(bytes);
  const question = handshake?.answer(request, body);
  if (question !== undefined) return { kind: 'question', answer: question };
  const events = read({ request, body, proof });
  const sha256 = createHash('sha256').update(Buffer.from(bytes)).digest('hex');
  return { kind: 'delivery', delivery: { source, events, sha256, bytes: bytes.byteLength } };
}

/** The kind of webhook source, if its sender can authenticate. @throws RefusedDelivery */
function requireSource(name: string, secrets: readonly string[]): WebhookSource {
  const source = webhookSource(name, secrets.length > 0);
  if (source === undefined) throw new RefusedDelivery('unknown-source');
  if (source.proof.by === 'signature' && secrets.length === 0) throw new RefusedDelivery('no-secret');
  return source;
}

function jsonIn(bytes: ArrayBuffer): unknown {
  const parsed = parseForeignJson(toText(bytes));
  if (parsed.ok) return parsed.value;
  // The message of the parser would quote the body.
  const faults = [{ path: '$', message: 'not JSON' }];
  throw new AppError('InvalidRequest', 'The body is not JSON.', { faults });
}

async function recordingRefusals<Result>(ports: Ports, source: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    const reason = reasonOf(error);
    if (reason !== undefined) await ports.refusals.refused(source, reason);
    throw error;
  }
}

function reasonOf(error: unknown): RefusalReason | undefined {
  if (error instanceof RefusedDelivery) return error.reason;
  if (!(error instanceof AppError)) return undefined;
  const { code } = error;
  return code === 'BodyTooLarge' || code === 'UnsupportedMediaType' || code === 'InvalidRequest' ? code : undefined;
}

function answer(ports: Ports, receipts: readonly EventReceipt[]) {
  const events = receipts.map(toView);
  const correlation = receipts[0]?.correlation ?? ports.newCorrelation();
  const [missing, ...more] = receipts.filter(({ again }) => again !== undefined);
  if (missing !== undefined) {
    const count = `${more.length + 1} of ${receipts.length} events could not be processed`;
    const options = { members: { correlation, events }, cause: missing.cause };
    throw new AppError('EventNotProcessed', `${count}: send the delivery again. ${missing.again}`, options);
  }
  const body = { correlation, status: statusOf(receipts), events };
  return { status: isPending(receipts) ? 202 : 200, body } as const;
}

/** Is any of the events unfinished? Duplicates are not. */
function isPending(receipts: readonly EventReceipt[]): boolean {
  const fresh = receipts.filter(({ status }) => status !== 'duplicate');
  return fresh.some(({ rules }) => rules.some(({ outcome }) => outcome === 'accepted'));
}

function toView({ id, status, correlation, rules }: EventReceipt): api.ReceivedEvent {
  const outcomes = rules.map(({ cause: _, ...outcome }) => outcome);
  return { id, status, correlation, rules: outcomes };
}

/** The result of all events together, which is the worst of them. */
function statusOf(receipts: readonly EventReceipt[]): EventStatus {
  const statuses = receipts.map(({ status }) => status);
  const order = ['failed', 'applied', 'duplicate', 'ignored'] as const;
  return order.find((status) => statuses.includes(status)) ?? 'ignored';
}
