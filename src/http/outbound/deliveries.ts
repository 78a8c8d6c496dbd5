import * as z from 'zod';
import { answerOnce } from '../../app/idempotency/answer-once.ts';
import {
  requireDelivery,
  requireSubscription,
  retryDelivery,
  testSubscription,
} from '../../app/outbound/ask-delivery.ts';
import { DOCUMENT_ID } from '../../documents/fields/fields.ts';
import { DELIVERY_STATUSES, type Delivery } from '../../ports/deliveries.ts';
import { actorOf } from '../caller/actor.ts';
import type { Handler } from '../operation.ts';
import { idempotencyKeyOf } from '../request/idempotency-key.ts';
import { NO_QUERY, parsePath, parseQuery } from '../request/parse-params.ts';
import { SUBSCRIPTION_PATH } from './subscriptions.ts';

const LARGEST_PAGE = 200;
const PAGE_FORM = `a number from 1 to ${LARGEST_PAGE} is expected`;

const DELIVERY_ID = z.string().regex(/^\d{13}\.[0-9a-f]{32}$/, 'the id of a delivery is expected');

/** A delivery in an address. */
export const DELIVERY_PATH = z.object({ id: DOCUMENT_ID, delivery: DELIVERY_ID });

/** What deliveries can be asked for. */
export const DELIVERIES_QUERY = z.strictObject({
  status: z.enum(DELIVERY_STATUSES, `one of ${DELIVERY_STATUSES.join(', ')} is expected`).optional(),
  cursor: DELIVERY_ID.optional(),
  limit: z.coerce.number(PAGE_FORM).int(PAGE_FORM).min(1, PAGE_FORM).max(LARGEST_PAGE, PAGE_FORM).default(50),
});

/** A delivery as JSON shows it. */
export const DELIVERY_VIEW = z.object({
  id: z.string(),
  status: z.enum(DELIVERY_STATUSES),
  type: z.string(),
  event: z.string().describe('The id of the event: `webhook-id` of every attempt.'),
  time: z.string().describe('When it happened, by the clock of the app.'),
  attempts: z
    .array(
      z.object({
        at: z.string().describe('In real time.'),
        status: z.int().nullable().describe('HTTP status; `null` where there was no answer.'),
        fault: z.string().nullable().describe('Why it failed; `null` for one that did not.'),
        latencyMs: z.int(),
      }),
    )
    .describe('The oldest first.'),
  nextAttempt: z.string().nullable().describe('In real time; `null` once nothing is tried any more.'),
});

/** GET of the deliveries of a subscription, newest first, a page at a time. */
export const listDeliveries: Handler = async (request, ports) => {
  const { id: subscription } = parsePath(request, SUBSCRIPTION_PATH);
  const query = parseQuery(request, DELIVERIES_QUERY);
  await requireSubscription(ports, subscription);
  const { deliveries, cursor } = await ports.deliveries.page({ ...query, subscription });
  return { jsonBody: { deliveries: deliveries.map(toView), cursor: cursor ?? null } };
};

/** GET of one delivery, with its event as it is sent; links of a notice are made at sending and kept nowhere. */
export const getDelivery: Handler = async (request, ports) => {
  const { id: subscription, delivery: id } = parsePath(request, DELIVERY_PATH);
  parseQuery(request, NO_QUERY);
  const { delivery } = await requireDelivery(ports, { subscription, id });
  return { jsonBody: { ...toView(delivery), cloudEvent: delivery.event } };
};

/** POST: an event that says nothing is sent. */
export const postTest: Handler = async (request, ports) => {
  const { id } = parsePath(request, SUBSCRIPTION_PATH);
  parseQuery(request, NO_QUERY);
  const key = idempotencyKeyOf(request);
  const actor = actorOf(request);
  const answer = await answerOnce(ports, { key, actor, what: { testSubscription: id } }, async (correlation) => {
    const delivery = await testSubscription(ports, id, { actor, correlation });
    return { delivery: delivery.id, correlation };
  });
  const location = `/api/subscriptions/${id}/deliveries/${answer.delivery}`;
  return { status: 202, headers: { location }, jsonBody: answer };
};

/** POST: a delivery is tried once more, now. */
export const postRetry: Handler = async (request, ports) => {
  const { id: subscription, delivery: id } = parsePath(request, DELIVERY_PATH);
  parseQuery(request, NO_QUERY);
  return { status: 202, jsonBody: toView(await retryDelivery(ports, { subscription, id }, actorOf(request))) };
};

function toView({ id, status, event, attempts, nextAttempt }: Delivery): z.infer<typeof DELIVERY_VIEW> {
  return {
    id,
    status,
    type: event.type,
    event: event.id,
    time: event.time,
    attempts: attempts.map((attempt) => ({
      at: attempt.at.toString(),
      status: attempt.status ?? null,
      fault: attempt.fault ?? null,
      latencyMs: attempt.latencyMs,
    })),
    nextAttempt: nextAttempt?.toString() ?? null,
  };
}
