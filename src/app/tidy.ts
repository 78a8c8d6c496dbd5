import type { HasClaims } from '../ports/claim-store.ts';
import type { HasClock } from '../ports/clock.ts';
import type { HasDeliveries } from '../ports/deliveries.ts';

/** So long deliveries are kept, in days. */
const DELIVERY_DAYS = 30;

/** How much was removed. */
export interface Tidied {
  readonly claims: number;
  readonly deliveries: number;
}

/** Removes what nobody asks for any more: claims that no longer hold, and deliveries of events of more than 30 days ago. */
export async function tidy({ claims, deliveries, clock }: HasClaims & HasClock & HasDeliveries): Promise<Tidied> {
  const now = await clock.now();
  return {
    claims: await claims.sweep(),
    deliveries: await deliveries.sweep(now.subtract({ hours: DELIVERY_DAYS * 24 })),
  };
}
