import { Temporal } from 'temporal-polyfill';
import type { ResolvedCapacity } from '../schedule/capacity-at.ts';
import { isBefore } from '../time/instants.ts';
import type { CapacityInput, CapacityRequests } from './input/capacity.ts';
import { RULES, type RuleName } from './rules.ts';

/** A capacity and the rule that sets it. */
export interface RequestedCapacity extends ResolvedCapacity {
  readonly rule: RuleName;
}

const SETTING = RULES.filter(({ capacity }) => capacity?.sets !== undefined);
const NEEDING_AT = RULES.filter(({ capacity }) => capacity?.needsAt !== undefined);
const CHANGING = RULES.filter(({ capacity }) => capacity?.changesAt !== undefined);

/**
 * The capacity requested at an instant: that of the first rule that sets one, so an override takes precedence over the
 * schedules.
 */
export function requestedCapacityAt(
  requests: CapacityRequests,
  instant: Temporal.Instant,
  poolSize: number,
): RequestedCapacity {
  for (const { name, capacity } of SETTING) {
    const set = capacity?.sets?.(requests, instant, poolSize);
    if (set !== undefined) return { ...set, rule: name };
  }
  return { min: 0, max: undefined, because: [], rule: 'schedule' };
}

/** The capacity that is set at an instant, and the nodes that are needed beyond it, within its maximum and the pool's size. */
export interface NeededCapacity {
  readonly min: number;
  /** This many ready nodes stay on; at least `min`. */
  readonly keep: number;
  /** The rule that sets the minimum. */
  readonly rule: RuleName;
  readonly because: readonly string[];
  /** Must each node be ready in time, rather than all of them together? */
  readonly isEach: boolean;
  readonly set: RequestedCapacity;
}

/** The capacity needed at an instant: the requested one and, within its maximum, the work announced for then. */
export function neededCapacityAt(input: CapacityInput, instant: Temporal.Instant, poolSize: number): NeededCapacity {
  const set = requestedCapacityAt(input, instant, poolSize);
  const most = Math.min(set.max ?? poolSize, poolSize);
  let need: NeededCapacity = { min: set.min, keep: set.min, rule: set.rule, because: set.because, isEach: false, set };
  for (const { name, capacity } of NEEDING_AT) {
    const more = capacity?.needsAt?.(input, instant, poolSize);
    if (more === undefined) continue;
    const [min, keep] = [Math.min(more.start, most), Math.min(Math.max(more.start, more.keep), most)];
    need = { ...need, keep: Math.max(need.keep, keep) };
    if (min > need.min) need = { ...need, min, rule: name, because: more.because, isEach: more.isEach === true };
  }
  return need;
}

/**
 * The instants after `after` at which the requested capacity or a known need changes, in order; for schedules, as far as their
 * timelines reach.
 */
export function requestEdges(requests: CapacityRequests, after: Temporal.Instant): readonly Temporal.Instant[] {
  return CHANGING.flatMap(({ capacity }) => capacity?.changesAt?.(requests) ?? [])
    .filter((edge) => isBefore(after, edge))
    .toSorted(Temporal.Instant.compare);
}
