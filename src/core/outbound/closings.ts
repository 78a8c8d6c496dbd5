import type { Temporal } from 'temporal-polyfill';
import { whyOverrideLeavesAlone } from '../override/override.ts';
import type { CapacityRequests } from '../plan/input/capacity.ts';
import { type RequestedCapacity, requestEdges, requestedCapacityAt } from '../plan/requested-capacity.ts';
import { isBefore } from '../time/instants.ts';

/** An instant at which less capacity is requested, so that nodes are deallocated. */
export interface Closing {
  readonly at: Temporal.Instant;
  readonly before: RequestedCapacity;
  readonly after: RequestedCapacity;
  /** The source of the capacity that ends: `window "weekdays" of office-hours`. */
  readonly ends: readonly string[];
  /** When at least as much is requested again; at most a day after the closing. */
  readonly again: Temporal.Instant;
}

/** The input of the search for closings. The timelines reach to a day beyond `until`. */
export interface ClosingsInput {
  readonly requests: CapacityRequests;
  /** The nodes that take part, on or off. */
  readonly poolSize: number;
  /** How many of them are allocated now. */
  readonly allocated: number;
  readonly now: Temporal.Instant;
  readonly until: Temporal.Instant;
}

const LONGEST_SKIP_HOURS = 24;

/**
 * The instants after `now`, up to `until`, at which a schedule makes a pool deallocate nodes: less is requested than before,
 * and the new maximum is below the nodes that are allocated now or requested until then. Without a maximum there is no closing:
 * running nodes stay on, and idle ones go off by the idle timeout at any time. Neither is there one while the pool is left
 * alone.
 */
export function closingsUntil({ requests, poolSize, allocated, now, until }: ClosingsInput): readonly Closing[] {
  const edges = requestEdges({ ...requests, announcements: [] }, now);
  const isNew = (edge: Temporal.Instant, index: number) => edges[index - 1]?.equals(edge) !== true;
  return edges
    .filter((edge, index) => isNew(edge, index) && !isBefore(until, edge))
    .filter((edge) => whyOverrideLeavesAlone(requests.override, edge) === undefined)
    .flatMap((at) => {
      const before = requestedCapacityAt(requests, at.subtract({ milliseconds: 1 }), poolSize);
      const after = requestedCapacityAt(requests, at, poolSize);
      const isLetGo = after.max !== undefined && after.max < Math.max(allocated, before.min);
      if (!isLetGo || !isLess(after, before)) return [];
      const ends = before.because.filter((claim) => !after.because.includes(claim));
      return [
        {
          at,
          before,
          after,
          ends: ends.length > 0 ? ends : before.because,
          again: againAt(requests, { at, before, poolSize }),
        },
      ];
    });
}

function isLess(after: RequestedCapacity, before: RequestedCapacity): boolean {
  return after.min < before.min || most(after) < most(before);
}

function againAt(
  requests: CapacityRequests,
  {
    at,
    before,
    poolSize,
  }: { readonly at: Temporal.Instant; readonly before: RequestedCapacity; readonly poolSize: number },
): Temporal.Instant {
  const latest = at.add({ hours: LONGEST_SKIP_HOURS });
  const next = requestEdges({ ...requests, announcements: [] }, at).find((edge) => {
    if (!isBefore(edge, latest)) return false;
    const asked = requestedCapacityAt(requests, edge, poolSize);
    return asked.min >= before.min && most(asked) >= most(before);
  });
  return next ?? latest;
}

function most({ max }: RequestedCapacity): number {
  return max ?? Number.POSITIVE_INFINITY;
}
