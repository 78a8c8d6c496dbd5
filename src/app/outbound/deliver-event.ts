import { Temporal } from 'temporal-polyfill';
import { TEST } from '../../core/outbound/event-type.ts';
import { toReceiverBody } from '../../core/outbound/receiver-body.ts';
import { retryDelay } from '../../core/outbound/retry-delay.ts';
import type { Subscription } from '../../core/outbound/subscription.ts';
import { asciiJson } from '../../core/text/ascii-json.ts';
import { isBefore } from '../../core/time/instants.ts';
import type { HasAuditWriter } from '../../ports/audit.ts';
import type { HasClaims } from '../../ports/claim-store.ts';
import type { HasClock, HasWallClock } from '../../ports/clock.ts';
import type { Attempt, Delivery, HasDeliveries, KeptDelivery } from '../../ports/deliveries.ts';
import type { HasDocumentStore } from '../../ports/documents.ts';
import type { DeliveryRequest, HasEventQueues } from '../../ports/event-queues.ts';
import type { HasNewCorrelation, HasNewToken } from '../../ports/names.ts';
import type { HasReceivers, ReceiverAnswer } from '../../ports/receivers.ts';
import type { HasSettings } from '../../ports/settings.ts';
import { sha256 } from '../../ports/sha256.ts';
import { attemptsMade, withAttempt } from './attempts-made.ts';
import type { HasDeliveryShares } from './delivery-shares.ts';
import { disableSubscription } from './disable-subscription.ts';
import { withLinks } from './links.ts';
import { type ReadSubscription, readSubscription } from './read-subscriptions.ts';
import { retryAfterSeconds } from './retry-after.ts';
import { signatureHeaders } from './sign-event.ts';
import { waitOut } from './wait-out.ts';

/** The lease of an attempt in seconds, longer than any attempt can take. No other process attempts the delivery meanwhile. */
const BUSY_SECONDS = 30;

/** The result of a request to attempt a delivery. */
export type DeliveryReport =
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'tried'; readonly delivery: Delivery };

/** The ports that deliverEvent uses. */
export type DeliverEventPorts = HasAuditWriter &
  HasClaims &
  HasClock &
  HasDeliveries &
  HasDeliveryShares &
  HasDocumentStore &
  HasEventQueues &
  HasNewCorrelation &
  HasNewToken &
  HasReceivers &
  HasSettings<'url'> &
  HasWallClock;

/**
 * Attempts a delivery once, and requests the next attempt if it fails. If the request is delivered twice, the event is posted
 * once, unless the process dies between the post and storing the result. A second post then has the same `webhook-id`.
 */
export async function deliverEvent(
  ports: DeliverEventPorts,
  { downSince, ...request }: DeliveryRequest,
): Promise<DeliveryReport> {
  const waited = await waitOut(ports, {
    downSince,
    work: () => deliverInTurn(ports, request),
    sendAgain: (waits, delay) => ports.events.deliver({ ...request, ...waits }, delay),
  });
  return 'waits' in waited ? { kind: 'skipped', reason: `it waits: ${waited.waits}` } : waited.done;
}

async function deliverInTurn(ports: DeliverEventPorts, request: DeliveryRequest): Promise<DeliveryReport> {
  const place = ports.deliveryShares.take(request.subscription);
  if (place === undefined) {
    await ports.events.deliver(request, turnOf(request, ports.deliveryShares.queueUp(request.subscription)));
    return { kind: 'skipped', reason: 'others for the same subscription are under way: it waits' };
  }
  let succeeded: boolean | undefined;
  try {
    const report = await deliverNow(ports, request);
    const tried = report.kind === 'tried' ? report.delivery : undefined;
    if (tried !== undefined && tried.status !== 'dropped') succeeded = tried.status === 'delivered';
    return report;
  } finally {
    place.leave(succeeded);
  }
}

/** At least about the duration of the slowest attempt; with jitter, so that not all return at once. */
function turnOf({ id }: DeliveryRequest, seconds: number): Temporal.Duration {
  const digit = Number.parseInt(id.at(-1) ?? '0', 16);
  // At least half of a long turn, and at most all of it, wherever the delivery stands in the line.
  return Temporal.Duration.from({ seconds: Math.ceil(Math.max(5 + digit, (seconds * (15 + digit)) / 30)) });
}

async function deliverNow(ports: DeliverEventPorts, request: DeliveryRequest): Promise<DeliveryReport> {
  const kept = await ports.deliveries.get(request);
  const reason = kept === undefined ? 'it is not there any more' : await whyNotTried(ports, request, kept.delivery);
  if (kept === undefined || reason !== undefined) return { kind: 'skipped', reason: reason ?? '' };
  const { delivery } = kept;
  const found = await readSubscription(ports, delivery.subscription);
  if (found === undefined || !(found.subscription.enabled || delivery.event.type === TEST)) {
    return finish(ports, { ...delivery, status: 'dropped', nextAttempt: undefined, busyUntil: undefined }, kept.tag);
  }
  const busyUntil = (await ports.wallClock.now()).add({ seconds: BUSY_SECONDS });
  const busy = { ...delivery, busyUntil };
  const tag = await ports.deliveries.update(busy, kept.tag);
  if (tag === undefined) return { kind: 'skipped', reason: 'somebody else tries it' };
  return tryOnce(ports, found, { delivery: busy, tag });
}

async function whyNotTried(
  { wallClock, events }: HasEventQueues & HasWallClock,
  request: DeliveryRequest,
  delivery: Delivery,
): Promise<string | undefined> {
  const { status, busyUntil, recorded } = delivery;
  if (status === 'given-up' && !recorded) {
    // The record of giving up is missing, or it is not known whether it was written.
    await events.giveUp(request);
    return 'it was given up';
  }
  if (status !== 'pending') return `it is ${status}`;
  if (request.attempts < attemptsMade(delivery)) return 'this attempt was made';
  const now = await wallClock.now();
  if (busyUntil === undefined || !isBefore(now, busyUntil)) return undefined;
  // The process of the attempt may have died: the request is made visible again when the lease has expired.
  await events.deliver(request, now.until(busyUntil).add({ seconds: 1 }));
  return 'somebody else tries it';
}

async function tryOnce(
  ports: DeliverEventPorts,
  { subscription, document }: ReadSubscription,
  { delivery: busy, tag }: KeptDelivery,
): Promise<DeliveryReport> {
  const { attempt, answer } = await post(ports, subscription, busy);
  const tried = { ...busy, ...withAttempt(busy, attempt), busyUntil: undefined, nextAttempt: undefined };
  if (attempt.fault === undefined) return finish(ports, { ...tried, status: 'delivered' }, tag);
  const isGone = answer.kind === 'answered' && answer.status === 410;
  if (isGone) await disableSubscription(ports, document, 'its receiver answers 410 Gone');
  const delay = isGone ? undefined : nextDelay(attempt, answer, tried);
  // The next attempt is requested before the result of this one is stored, so no retry is ever lost.
  const request = { subscription: busy.subscription, id: busy.id, attempts: attemptsMade(tried) };
  if (delay !== undefined) {
    await ports.events.deliver(request, delay);
    return finish(ports, { ...tried, nextAttempt: attempt.at.add(delay) }, tag);
  }
  const report = await finish(ports, { ...tried, status: 'given-up' }, tag);
  await ports.events.giveUp(request);
  return report;
}

async function post(
  ports: DeliverEventPorts,
  { url, secrets, format }: Subscription,
  delivery: Delivery,
): Promise<{ readonly attempt: Attempt; readonly answer: ReceiverAnswer }> {
  const { contentType, body: content, path, signsIn } = toReceiverBody(await withLinks(ports, delivery), format);
  const body = asciiJson(content);
  const at = await ports.wallClock.now();
  const headers = {
    'content-type': contentType,
    // Makes a repeated request the same e-mail.
    ...(signsIn === true && { 'operation-id': guidOf(`${delivery.subscription}/${delivery.id}`) }),
    ...signatureHeaders(secrets, { id: delivery.event.id, at, body }),
  };
  const started = performance.now();
  const address = path === undefined ? new URL(url) : new URL(path, url);
  const answer = await ports.receivers.post(address, { headers, body, signsIn: signsIn === true });
  const latencyMs = Math.round(performance.now() - started);
  const status = answer.kind === 'answered' ? answer.status : undefined;
  return { attempt: { at, status, fault: faultIn(answer), latencyMs }, answer };
}

/** A GUID that depends only on the text. */
function guidOf(text: string): string {
  return sha256(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

function faultIn(answer: ReceiverAnswer): string | undefined {
  if (answer.kind === 'failed') return answer.reason;
  return answer.status >= 200 && answer.status < 300 ? undefined : `it answers ${answer.status}`;
}

function nextDelay({ at }: Attempt, answer: ReceiverAnswer, delivery: Delivery): Temporal.Duration | undefined {
  const isWish = answer.kind === 'answered' && (answer.status === 429 || answer.status === 503);
  const wishSeconds = isWish ? retryAfterSeconds(answer.retryAfter, at) : undefined;
  const attempts = attemptsMade(delivery);
  // The id ends with a hash; a digit of it is random enough, and each attempt uses another.
  const chance = Number.parseInt(delivery.id.at(-attempts) ?? '0', 16) / 15;
  return retryDelay(attempts, { chance, wishSeconds });
}

async function finish({ deliveries }: HasDeliveries, delivery: Delivery, tag: string): Promise<DeliveryReport> {
  if ((await deliveries.update(delivery, tag)) !== undefined) return { kind: 'tried', delivery };
  // The next request reads the current state.
  throw new Error(`The delivery ${delivery.subscription}/${delivery.id} was changed while it was tried.`);
}
