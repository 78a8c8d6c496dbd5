import type { Temporal } from 'temporal-polyfill';
import { describeOverride, holdsAt } from '../override/override.ts';
import { type WeighedClaim, weighClaims } from '../schedule/claims.ts';
import type { CapacityRequests } from './input/capacity.ts';

/** What an override and the schedules ask at an instant, those first that count: an override stands above the schedules. */
export function explainClaims(
  { timelines, override }: CapacityRequests,
  now: Temporal.Instant,
): readonly WeighedClaim[] {
  const claims = weighClaims(timelines, now);
  if (override?.capacity === undefined || !holdsAt(override, now)) return claims;
  const claim: WeighedClaim = {
    kind: 'override',
    capacity: override.capacity,
    priority: 0,
    because: describeOverride(override),
    counts: true,
    why: 'it counts',
  };
  return [
    claim,
    ...claims.map((one) => (one.counts ? { ...one, counts: false, why: 'an override stands above it' } : one)),
  ];
}
