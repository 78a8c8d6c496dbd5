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

/** The capacity requested at an instant: that of the first rule which sets one, so that an override's overrides the schedules'. */
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

/** The capacity that is set at an instant, with the nodes that are needed beyond it as far as its maximum and the pool allow. */
export interface NeededCapacity {
  readonly min: number;
  /** So many ready nodes stay; at least `min`. */
  readonly keep: number;
  /** The rule that the minimum comes from. */
  readonly rule: RuleName;
  readonly because: readonly string[];
  /** Is each node to be in time, and not all of them together? */
  readonly isEach: boolean;
  readonly set: RequestedCapacity;
}

/** The capacity that is needed at an instant: the one that is requested, and within its maximum the work announced for then. */
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

/** The instants after `after` at which the requested capacity or a known need changes, in order; those of schedules as far as they are laid out. */
export function requestEdges(requests: CapacityRequests, after: Temporal.Instant): readonly Temporal.Instant[] {
  return CHANGING.flatMap(({ capacity }) => capacity?.changesAt?.(requests) ?? [])
    .filter((edge) => isBefore(after, edge))
    .toSorted(Temporal.Instant.compare);
}
