import type { Temporal } from 'temporal-polyfill';
import type { CloudEvent } from '../core/outbound/cloud-event.ts';

/**
 * What became of a delivery.
 * - `pending`: it is tried, or waits to be tried again
 * - `delivered`: the receiver has taken it
 * - `given-up`: it was tried as often as it is
 * - `dropped`: its subscription is gone or switched off
 */
export const DELIVERY_STATUSES = ['pending', 'delivered', 'given-up', 'dropped'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** One attempt of a delivery, in real time. */
export interface Attempt {
  readonly at: Temporal.Instant;
  /** HTTP status; `undefined` where there was no answer. */
  readonly status: number | undefined;
  /** Why it failed; `undefined` for one that did not. */
  readonly fault: string | undefined;
  /** From the first byte sent to the answer, in milliseconds. */
  readonly latencyMs: number;
}

/** A delivery by its subscription and its id: always the same for one event. */
export interface DeliveryName {
  readonly subscription: string;
  readonly id: string;
}

/** One event on its way to one receiver. */
export interface Delivery extends DeliveryName {
  readonly event: CloudEvent;
  readonly status: DeliveryStatus;
  readonly attempts: readonly Attempt[];
  /** In real time; `undefined` once nothing is tried any more. */
  readonly nextAttempt: Temporal.Instant | undefined;
  /** In real time: until then somebody is trying it. */
  readonly busyUntil: Temporal.Instant | undefined;
  /** Is it in the audit log that it was given up? */
  readonly recorded: boolean;
}

/** A delivery with the tag that a write over it brings along. */
export interface KeptDelivery {
  readonly delivery: Delivery;
  readonly tag: string;
}

/** Which deliveries of a subscription to show, newest first. */
export interface DeliveryQuery {
  readonly subscription: string;
  readonly status?: DeliveryStatus | undefined;
  readonly limit: number;
  /** Where the page before ended. */
  readonly cursor?: string | undefined;
}

export interface DeliveryPage {
  readonly deliveries: readonly Delivery[];
  /** `undefined` on the last page. */
  readonly cursor: string | undefined;
}

export interface Deliveries {
  /** Always the same for a subscription and an event. */
  nameOf(subscription: string, event: CloudEvent): DeliveryName;
  /** Keeps a new delivery; `false`, and nothing is written, if it is there already. */
  add(delivery: Delivery): Promise<boolean>;
  get(name: DeliveryName): Promise<KeptDelivery | undefined>;
  /** Writes over a delivery and gives its new tag; `undefined`, and nothing is written, if somebody else was faster. */
  update(delivery: Delivery, tag: string): Promise<string | undefined>;
  page(query: DeliveryQuery): Promise<DeliveryPage>;
  /** Removes deliveries of events before an instant. Gives how many. */
  sweep(before: Temporal.Instant): Promise<number>;
}

export interface HasDeliveries {
  readonly deliveries: Deliveries;
}
