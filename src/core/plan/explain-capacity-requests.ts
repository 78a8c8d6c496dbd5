import type { Temporal } from 'temporal-polyfill';
import { describeOverride, holdsAt } from '../override/override.ts';
import { type RankedRequest, rankRequests } from '../schedule/capacity-requests.ts';
import type { CapacityRequests } from './input/capacity.ts';

/**
 * The requests of an override and the schedules at an instant, in order of precedence: an override comes before the schedules.
 */
export function explainCapacityRequests(
  { timelines, override }: CapacityRequests,
  now: Temporal.Instant,
): readonly RankedRequest[] {
  const requests = rankRequests(timelines, now);
  if (override?.capacity === undefined || !holdsAt(override, now)) return requests;
  const request: RankedRequest = {
    kind: 'override',
    capacity: override.capacity,
    priority: 0,
    because: describeOverride(override),
    counts: true,
    why: 'it counts',
  };
  return [
    request,
    ...requests.map((one) => (one.counts ? { ...one, counts: false, why: 'an override replaces it' } : one)),
  ];
}
