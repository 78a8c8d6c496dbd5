import { toDeliveryMessage, toPublicationMessage } from '../../ports/event-messages.ts';
import type { EventQueues } from '../../ports/event-queues.ts';
import type { StorageQueue } from './storage-queue.ts';

/** The queue of the function `publish-events`. */
export const PUBLICATIONS = 'publish-events';
/**
 * The queue of the function `deliver-event`. The host moves messages that it gives up to its poison queue, and so does the app.
 */
export const DELIVERIES = 'deliver-event';

/** Events, in storage queues. */
export function eventQueues(queueOf: (name: string) => StorageQueue): EventQueues {
  const publications = queueOf(PUBLICATIONS);
  const deliveries = queueOf(DELIVERIES);
  const poison = queueOf(`${DELIVERIES}-poison`);
  return {
    publish: (publication, delay) => publications.send(toPublicationMessage(publication), delay && { delay }),
    deliver: (request, delay) => deliveries.send(toDeliveryMessage(request), delay && { delay }),
    giveUp: (request) => poison.send(toDeliveryMessage(request)),
  };
}
