import type { Temporal } from 'temporal-polyfill';
import type { CloudEvent } from '../core/outbound/cloud-event.ts';

/**
 * The status of a delivery.
 * - `pending`: an attempt is under way, or the next one is scheduled
 * - `delivered`: the receiver has accepted it
 * - `given-up`: all its attempts have failed
 * - `dropped`: its subscription was deleted or disabled
 */
export const DELIVERY_STATUSES = ['pending', 'delivered', 'given-up', 'dropped'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** One attempt of a delivery, in real time. */
export interface Attempt {
  readonly at: Temporal.Instant;
  /** HTTP status; `undefined` if there was no response. */
  readonly status: number | undefined;
  /** Why it failed; `undefined` if it succeeded. */
  readonly fault: string | undefined;
  /** From the first byte sent to the response, in milliseconds. */
  readonly latencyMs: number;
}

/** A delivery by its subscription and its id, which is always the same for one event. */
export interface DeliveryName {
  readonly subscription: string;
  readonly id: string;
}

/** One event for one subscription. */
export interface Delivery extends DeliveryName {
  readonly event: CloudEvent;
  readonly status: DeliveryStatus;
  /** The latest, the oldest of them first. */
  readonly attempts: readonly Attempt[];
  /** How many attempts were made before these, and are not kept. */
  readonly attemptsLeftOut: number;
  /** In real time; `undefined` if no more attempts are made. */
  readonly nextAttempt: Temporal.Instant | undefined;
  /** In real time: an attempt is under way until then. */
  readonly busyUntil: Temporal.Instant | undefined;
  /** Has the audit log a record that it was given up? */
  readonly recorded: boolean;
}

/** A delivery, with the tag that an update must pass. */
export interface KeptDelivery {
  readonly delivery: Delivery;
  readonly tag: string;
}

/** Selects deliveries of a subscription, the newest first. */
export interface DeliveryQuery {
  readonly subscription: string;
  readonly status?: DeliveryStatus | undefined;
  readonly limit: number;
  /** The end of the previous page. */
  readonly cursor?: string | undefined;
}

export interface DeliveryPage {
  readonly deliveries: readonly Delivery[];
  /** `undefined` on the last page. */
  readonly cursor: string | undefined;
}

export interface Deliveries {
  /** The same name each time for a subscription and an event. */
  nameOf(subscription: string, event: CloudEvent): DeliveryName;
  /** Stores a new delivery. @returns `false` if it exists already, so that nothing was written */
  add(delivery: Delivery): Promise<boolean>;
  get(name: DeliveryName): Promise<KeptDelivery | undefined>;
  /** Replaces a delivery. @returns the new tag; `undefined` if another writer was faster, so that nothing was written */
  update(delivery: Delivery, tag: string): Promise<string | undefined>;
  page(query: DeliveryQuery): Promise<DeliveryPage>;
  /** Deletes the deliveries of events before an instant. @returns their number */
  sweep(before: Temporal.Instant): Promise<number>;
}

export interface HasDeliveries {
  readonly deliveries: Deliveries;
}
