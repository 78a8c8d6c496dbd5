import { Temporal } from 'temporal-polyfill';
import type { ResolvedCapacity } from '../schedule/capacity-at.ts';
import { isBefore } from '../time/instants.ts';
import type { CapacityRequests } from './input/capacity.ts';
import { RULES, type RuleName } from './rules.ts';

/** A capacity and the rule that sets it. */
export interface RequestedCapacity extends ResolvedCapacity {
  readonly rule: RuleName;
}

const SETTING = RULES.filter(({ capacity }) => capacity?.sets !== undefined);
const CHANGING = RULES.filter(({ capacity }) => capacity?.changesAt !== undefined);

/** The capacity requested at an instant: that of the first rule which sets one, so that an override's stands above the schedules'. */
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

/** The instants after `after` at which the requested capacity or a known need changes, in order; those of schedules as far as they are laid out. */
export function requestEdges(requests: CapacityRequests, after: Temporal.Instant): readonly Temporal.Instant[] {
  return CHANGING.flatMap(({ capacity }) => capacity?.changesAt?.(requests) ?? [])
    .filter((edge) => isBefore(after, edge))
    .toSorted(Temporal.Instant.compare);
}
