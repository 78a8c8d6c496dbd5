import type { Temporal } from 'temporal-polyfill';
import type { CloudEvent } from '../core/outbound/cloud-event.ts';
import type { DeliveryName } from './deliveries.ts';

/** Events for all subscriptions, or only for the one named. */
export interface Publication {
  readonly events: readonly CloudEvent[];
  readonly subscription?: string | undefined;
}

/** A request to attempt a delivery. */
export interface DeliveryRequest extends DeliveryName {
  /** The number of attempts when the request was sent. If the request is delivered twice, the second finds a higher number. */
  readonly attempts: number;
}

/** The queues for events and their deliveries. */
export interface EventQueues {
  /** All events together must fit in one message; see `toPublications`. */
  publish(publication: Publication): Promise<void>;
  deliver(request: DeliveryRequest, delay?: Temporal.Duration): Promise<void>;
  /** Queues a request whose delivery is not attempted any more. */
  giveUp(request: DeliveryRequest): Promise<void>;
}

export interface HasEventQueues {
  readonly events: EventQueues;
}
