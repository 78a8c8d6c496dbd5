import type { Temporal } from 'temporal-polyfill';
import { earliestOf } from '../time/instants.ts';
import { nodesIn } from './amount.ts';
import { type CapacityRequest, effectiveRequests } from './capacity-requests.ts';
import { edgeAfter, type Timeline } from './timeline.ts';

/** The capacity that some schedules ask of a pool of a known size, in nodes, and who asks it. */
export interface ResolvedCapacity {
  readonly min: number;
  /** `undefined` is no limit. Never less than `min`. */
  readonly max: number | undefined;
  /** What counted, as people read it: `window "weekdays" of office-hours`, `outside the windows of office-hours`. */
  readonly because: readonly string[];
}

/**
 * What several schedules ask at an instant: of the requests that count the largest `min` and the largest `max`. Without
 * schedules nothing is asked and nothing limited. A minimum above the size of the pool is the whole pool.
 */
export function capacityAt(
  timelines: readonly Timeline[],
  instant: Temporal.Instant,
  poolSize: number,
): ResolvedCapacity {
  return largestOf(effectiveRequests(timelines, instant), poolSize);
}

/** The next instant after `after` at which any of the schedules asks something else; `undefined` if none is laid out. */
export function nextEdge(timelines: readonly Timeline[], after: Temporal.Instant): Temporal.Instant | undefined {
  return earliestOf(timelines.flatMap((timeline) => edgeAfter(timeline, after) ?? []));
}

/** The instants at which a schedule asks something else, in order, as far as it is laid out. */
export function edgesOf(timeline: Timeline): readonly Temporal.Instant[] {
  return timeline.segments.slice(1).map(({ from }) => from);
}

function largestOf(requests: readonly CapacityRequest[], poolSize: number): ResolvedCapacity {
  if (requests.length === 0) return { min: 0, max: undefined, because: [] };
  const min = Math.max(...requests.map(({ capacity }) => Math.min(nodesIn(capacity.min, poolSize), poolSize)));
  const maxima = requests.map(({ capacity }) => capacity.max && nodesIn(capacity.max, poolSize));
  const max = maxima.reduce(largerLimit);
  // A share of a small pool can round a maximum below a minimum said in nodes; the minimum counts, uptime is not lost.
  return {
    min,
    max: max === undefined ? undefined : Math.max(min, max),
    because: requests.map(({ because }) => because),
  };
}

function largerLimit(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : Math.max(a, b);
}
