import { deliveryAsked } from '../../core/audit/events.ts';
import type { CloudEvent } from '../../core/outbound/cloud-event.ts';
import { TEST } from '../../core/outbound/event-type.ts';
import type { Subscription } from '../../core/outbound/subscription.ts';
import type { HasAuditWriter } from '../../ports/audit.ts';
import type { HasClock, HasWallClock } from '../../ports/clock.ts';
import type { Delivery, DeliveryName, HasDeliveries, KeptDelivery } from '../../ports/deliveries.ts';
import type { HasDocumentReader } from '../../ports/documents.ts';
import { AppError } from '../../ports/errors.ts';
import type { HasEventQueues } from '../../ports/event-queues.ts';
import type { HasNewCorrelation } from '../../ports/names.ts';
import { attemptsMade } from './attempts-made.ts';
import { addDelivery } from './publish-events.ts';
import { readSubscription } from './read-subscriptions.ts';

/** Checks that a subscription exists. @throws AppError DocumentNotFound */
export async function requireSubscription(ports: HasDocumentReader, id: string): Promise<Subscription> {
  const found = await readSubscription(ports, id);
  if (found !== undefined) return found.subscription;
  throw new AppError('DocumentNotFound', `There is no subscription '${id}'; GET /api/subscriptions lists them.`);
}

/** A stored delivery. @throws AppError DeliveryNotFound */
export async function requireDelivery({ deliveries }: HasDeliveries, name: DeliveryName): Promise<KeptDelivery> {
  const kept = await deliveries.get(name);
  if (kept !== undefined) return kept;
  throw new AppError('DeliveryNotFound', `The subscription '${name.subscription}' has no delivery '${name.id}'.`);
}

/** The ports that testSubscription uses. */
export type TestSubscriptionPorts = HasAuditWriter &
  HasClock &
  HasDeliveries &
  HasDocumentReader &
  HasEventQueues &
  HasNewCorrelation &
  HasWallClock;

/**
 * Sends a test event, also if the subscription is disabled. The same correlation makes the same event.
 * @throws AppError DocumentNotFound
 */
export async function testSubscription(
  ports: TestSubscriptionPorts,
  subscription: string,
  { actor, correlation = ports.newCorrelation() }: { readonly actor: string; readonly correlation?: string },
): Promise<DeliveryName> {
  await requireSubscription(ports, subscription);
  const at = await ports.clock.now();
  const asked = { at, actor, correlation, subscription, reason: 'a test was asked for' };
  await ports.audit.append([deliveryAsked({ ...asked, action: 'delivery.test' })]);
  const event: CloudEvent = {
    specversion: '1.0',
    id: `test/${correlation}`,
    source: `/lamplighter/subscriptions/${subscription}`,
    type: TEST,
    time: at.toString(),
    datacontenttype: 'application/json',
    data: { reason: 'somebody has asked for a test', actor, correlation },
  };
  return addDelivery(ports, subscription, event);
}

/**
 * Attempts a delivery once more, now, whatever its status. If that fails, its retries continue as before. To a subscription that
 * is switched off only tests are sent.
 * @throws AppError DocumentNotFound, DeliveryNotFound, InvalidRequest, DocumentChanged
 */
export async function retryDelivery(
  ports: TestSubscriptionPorts,
  name: DeliveryName,
  actor: string,
): Promise<Delivery> {
  const { enabled } = await requireSubscription(ports, name.subscription);
  const { delivery, tag } = await requireDelivery(ports, name);
  if (!enabled && delivery.event.type !== TEST) throw switchedOff(name);
  const at = await ports.clock.now();
  const { subscription, id, event } = delivery;
  const { correlation } = event.data;
  const asked = { at, actor, correlation, subscription, reason: `the delivery ${id} is tried once more` };
  await ports.audit.append([deliveryAsked({ ...asked, action: 'delivery.retried' })]);
  const pending = {
    ...delivery,
    status: 'pending',
    nextAttempt: await ports.wallClock.now(),
    recorded: false,
  } as const;
  if ((await ports.deliveries.update(pending, tag)) === undefined) {
    throw new AppError('DocumentChanged', `The delivery '${id}' was changed at the same moment. Look at it again.`);
  }
  await ports.events.deliver({ subscription, id, attempts: attemptsMade(delivery) });
  return pending;
}

function switchedOff({ subscription }: DeliveryName): AppError {
  const message = `The subscription '${subscription}' is switched off, and its delivery would be dropped: switch it on first.`;
  const faults = [{ path: 'id', message: 'the subscription is not "enabled"' }];
  return new AppError('InvalidRequest', message, { faults });
}
