import type { HasClaims } from '../ports/claim-store.ts';
import type { HasClock } from '../ports/clock.ts';
import type { HasDeliveries } from '../ports/deliveries.ts';

/** How long deliveries are kept, in days. */
const DELIVERY_DAYS = 30;

/** How much was deleted. */
export interface CleanedUp {
  readonly claims: number;
  readonly deliveries: number;
}

/** Deletes claims that have expired, and deliveries of events that are more than 30 days old. */
export async function cleanUp({ claims, deliveries, clock }: HasClaims & HasClock & HasDeliveries): Promise<CleanedUp> {
  const now = await clock.now();
  return {
    claims: await claims.sweep(),
    deliveries: await deliveries.sweep(now.subtract({ hours: DELIVERY_DAYS * 24 })),
  };
}
