import pLimit from 'p-limit';
import type { CloudEvent } from '../../core/outbound/cloud-event.ts';
import { wantsEvent } from '../../core/outbound/subscription.ts';
import { counted } from '../../core/text/counted.ts';
import type { HasWallClock } from '../../ports/clock.ts';
import type { DeliveryName, HasDeliveries } from '../../ports/deliveries.ts';
import type { HasDocumentReader } from '../../ports/documents.ts';
import type { HasEventQueues, Publication } from '../../ports/event-queues.ts';
import { readSubscriptions } from './read-subscriptions.ts';
import { waitOut } from './wait-out.ts';

const AT_ONCE = 8;

/**
 * Creates a delivery of each event for each subscription that wants it. Doing so again creates none.
 * @returns what was done, in a few words
 */
export async function publishEvents(
  ports: HasDeliveries & HasDocumentReader & HasEventQueues & HasWallClock,
  { downSince, ...publication }: Publication,
): Promise<string> {
  const waited = await waitOut(ports, {
    downSince,
    work: () => createDeliveries(ports, publication),
    sendAgain: (waits, delay) => ports.events.publish({ ...publication, ...waits }, delay),
  });
  const { length } = publication.events;
  const events = counted(length, 'event');
  return 'waits' in waited
    ? `${events} ${length === 1 ? 'waits' : 'wait'}: ${waited.waits}`
    : `${events}, ${counted(waited.done, 'delivery', 'deliveries')}`;
}

async function createDeliveries(
  ports: HasDeliveries & HasDocumentReader & HasEventQueues,
  { events, subscription }: Publication,
): Promise<number> {
  const all = await readSubscriptions(ports);
  const subscriptions = subscription === undefined ? all : all.filter(({ id }) => id === subscription);
  const wanted = events.flatMap((event) =>
    subscriptions.filter((one) => wantsEvent(one, event)).map(({ id }) => ({ id, event })),
  );
  await pLimit(AT_ONCE).map(wanted, ({ id, event }) => addDelivery(ports, id, event));
  return wanted.length;
}

/**
 * Stores a delivery and requests its first attempt. The row comes first. If the row exists and was not attempted, the attempt
 * is requested again, because the earlier request may be missing.
 */
export async function addDelivery(
  { deliveries, events }: HasDeliveries & HasEventQueues,
  subscription: string,
  event: CloudEvent,
): Promise<DeliveryName> {
  const name = deliveries.nameOf(subscription, event);
  const isNew = await deliveries.add({
    ...name,
    event,
    status: 'pending',
    attempts: [],
    attemptsLeftOut: 0,
    nextAttempt: undefined,
    busyUntil: undefined,
    recorded: false,
  });
  const there = isNew ? undefined : await deliveries.get(name);
  if (there !== undefined && (there.delivery.status !== 'pending' || there.delivery.attempts.length > 0)) return name;
  await events.deliver({ ...name, attempts: 0 });
  return name;
}
