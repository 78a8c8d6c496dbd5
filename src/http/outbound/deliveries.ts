import * as api from '../../api/deliveries.ts';
import { answerOnce } from '../../app/idempotency/answer-once.ts';
import {
  requireDelivery,
  requireSubscription,
  retryDelivery as retry,
  testSubscription as sendTest,
} from '../../app/outbound/ask-delivery.ts';
import type { Delivery } from '../../ports/deliveries.ts';
import { type Operation, operation } from '../serving/operation.ts';

export const listDeliveries = operation(api.listDeliveries).by(async ({ path: { id: subscription }, query }, ports) => {
  await requireSubscription(ports, subscription);
  const { deliveries, cursor } = await ports.deliveries.page({ ...query, subscription });
  return { status: 200, body: { deliveries: deliveries.map(toView), cursor: cursor ?? null } };
});

/** With the event as it is sent; the links of a notice are made at each attempt, and not stored. */
export const getDelivery = operation(api.getDelivery).by(async ({ path }, ports) => {
  const { delivery } = await requireDelivery(ports, { subscription: path.id, id: path.delivery });
  return { status: 200, body: { ...toView(delivery), cloudEvent: { ...delivery.event } } };
});

export const testSubscription = operation(api.testSubscription).by(async ({ path: { id }, headers, caller }, ports) => {
  const { actor } = caller;
  const request = { key: headers['idempotency-key'], actor, what: { testSubscription: id } };
  const answer = await answerOnce(ports, request, async (correlation) => {
    const delivery = await sendTest(ports, id, { actor, correlation });
    return { delivery: delivery.id, correlation };
  });
  const location = `/api/subscriptions/${id}/deliveries/${answer.delivery}`;
  return { status: 202, headers: { location }, body: answer };
});

export const retryDelivery = operation(api.retryDelivery).by(async ({ path, caller }, ports) => {
  const delivery = await retry(ports, { subscription: path.id, id: path.delivery }, caller.actor);
  return { status: 202, body: toView(delivery) };
});

/** The operations on deliveries. */
export const DELIVERIES: readonly Operation[] = [listDeliveries, getDelivery, retryDelivery, testSubscription];

function toView({ id, status, event, attempts, attemptsLeftOut, nextAttempt }: Delivery): api.Delivery {
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
    attemptsLeftOut,
    nextAttempt: nextAttempt?.toString() ?? null,
  };
}
