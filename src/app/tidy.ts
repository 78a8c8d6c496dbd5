import type { Ports } from '../ports/ports.ts';

/** So long deliveries are kept, in days. */
const DELIVERY_DAYS = 30;

/** How much was removed. */
export interface Tidied {
  readonly claims: number;
  readonly deliveries: number;
}

/** Removes what nobody asks for any more: claims that no longer hold, and deliveries of events of more than 30 days ago. */
export async function tidy({ once, deliveries, clock }: Pick<Ports, 'once' | 'deliveries' | 'clock'>): Promise<Tidied> {
  const now = await clock.now();
  return {
    claims: await once.sweep(),
    deliveries: await deliveries.sweep(now.subtract({ hours: DELIVERY_DAYS * 24 })),
  };
}
