import type { Temporal } from 'temporal-polyfill';
import type { CloudEvent } from '../core/outbound/cloud-event.ts';
import type { DeliveryName } from './deliveries.ts';

/** Events for subscriptions, or for the one that is named. */
export interface Publication {
  readonly events: readonly CloudEvent[];
  readonly subscription?: string | undefined;
}

/** The request to try a delivery. */
export interface DeliveryRequest extends DeliveryName {
  /** How many attempts there were when it was sent: a request that comes twice finds that there are more by now. */
  readonly attempts: number;
}

/** The queues that events go through. */
export interface EventQueues {
  /** Everything at once must fit in a message; see `toPublications`. */
  publish(publication: Publication): Promise<void>;
  deliver(request: DeliveryRequest, delay?: Temporal.Duration): Promise<void>;
  /** Where requests end that are not tried any more. */
  giveUp(request: DeliveryRequest): Promise<void>;
}

export interface HasEventQueues {
  readonly events: EventQueues;
}
