import type { Temporal } from 'temporal-polyfill';
import { earliestOf } from '../time/instants.ts';
import { nodesIn } from './amount.ts';
import { type CapacityRequest, effectiveRequests } from './capacity-requests.ts';
import { edgeAfter, type Timeline } from './timeline.ts';

/** The capacity that schedules request of a pool of a known size, in nodes, and its reasons. */
export interface ResolvedCapacity {
  readonly min: number;
  /** `undefined` means no limit. Never less than `min`. */
  readonly max: number | undefined;
  /** The reasons, for people: `window "weekdays" of office-hours`, `outside the windows of office-hours`. */
  readonly because: readonly string[];
}

/**
 * The capacity that several schedules request at an instant: the largest `min` and the largest `max` of the effective requests.
 * Without schedules there is neither. A minimum above the pool's size means the whole pool.
 */
export function capacityAt(
  timelines: readonly Timeline[],
  instant: Temporal.Instant,
  poolSize: number,
): ResolvedCapacity {
  return largestOf(effectiveRequests(timelines, instant), poolSize);
}

/**
 * The next instant after `after` at which any of the schedules requests something else; `undefined` if the timelines have none.
 */
export function nextEdge(timelines: readonly Timeline[], after: Temporal.Instant): Temporal.Instant | undefined {
  return earliestOf(timelines.flatMap((timeline) => edgeAfter(timeline, after) ?? []));
}

/** The instants at which a schedule requests something else, in order, as far as its timeline reaches. */
export function edgesOf(timeline: Timeline): readonly Temporal.Instant[] {
  return timeline.segments.slice(1).map(({ from }) => from);
}

function largestOf(requests: readonly CapacityRequest[], poolSize: number): ResolvedCapacity {
  if (requests.length === 0) return { min: 0, max: undefined, because: [] };
  const min = Math.max(...requests.map(({ capacity }) => Math.min(nodesIn(capacity.min, poolSize), poolSize)));
  const maxima = requests.map(({ capacity }) => capacity.max && nodesIn(capacity.max, poolSize));
  const max = maxima.reduce(largerLimit);
  // In a small pool, rounding can make a maximum in percent smaller than a minimum in nodes; the minimum applies.
  return {
    min,
    max: max === undefined ? undefined : Math.max(min, max),
    because: requests.map(({ because }) => because),
  };
}

function largerLimit(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : Math.max(a, b);
}
