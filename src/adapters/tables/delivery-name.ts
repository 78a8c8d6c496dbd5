import { Temporal } from 'temporal-polyfill';
import type { CloudEvent } from '../../core/outbound/cloud-event.ts';
import type { DeliveryName } from '../../ports/deliveries.ts';
import { sha256 } from '../../ports/sha256.ts';
import { timeKey } from './storage/time-key.ts';

/** The name of the delivery of an event to a subscription: `<time of the event counted down>.<hash of its id>`, the same each time. */
export function deliveryName(subscription: string, event: CloudEvent): DeliveryName {
  const time = timeKey(Temporal.Instant.from(event.time).epochMilliseconds);
  return { subscription, id: `${time}.${sha256(event.id).slice(0, 32)}` };
}
