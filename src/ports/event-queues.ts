import type { Temporal } from 'temporal-polyfill';
import type { CloudEvent } from '../core/outbound/cloud-event.ts';
import type { DeliveryName } from './deliveries.ts';

/** A message that may have been queued again because the storage was down. */
export interface WaitsOut {
  /** Since when it waits for the storage, by the wall clock; `undefined` if it does not. */
  readonly downSince?: Temporal.Instant | undefined;
}

/** Events for all subscriptions, or only for the one named. */
export interface Publication extends WaitsOut {
  readonly events: readonly CloudEvent[];
  readonly subscription?: string | undefined;
}

/** A request to attempt a delivery. */
export interface DeliveryRequest extends DeliveryName, WaitsOut {
  /** The number of attempts when the request was sent. If the request is delivered twice, the second finds a higher number. */
  readonly attempts: number;
}

/** The queues for events and their deliveries. */
export interface EventQueues {
  /** All events together must fit in one message; see `toPublications`. */
  publish(publication: Publication, delay?: Temporal.Duration): Promise<void>;
  deliver(request: DeliveryRequest, delay?: Temporal.Duration): Promise<void>;
  /** Queues a request whose delivery is not attempted any more. */
  giveUp(request: DeliveryRequest): Promise<void>;
}

export interface HasEventQueues {
  readonly events: EventQueues;
}
