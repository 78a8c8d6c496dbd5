import { Temporal } from 'temporal-polyfill';
import type { Announcement } from '../demand/announcement.ts';
import { describeOverride, holdsAt, type Override } from '../override/override.ts';
import { nodesIn } from '../schedule/amount.ts';
import { capacityAt, edgesOf, type ResolvedCapacity } from '../schedule/capacity-at.ts';
import type { Timeline } from '../schedule/timeline.ts';
import { isBefore } from '../time/instants.ts';

/** Everything that asks for nodes of a pool at known times. */
export interface CapacityRequests {
  readonly timelines: readonly Timeline[];
  readonly override: Override | undefined;
  readonly announcements: readonly Announcement[];
}

/** A capacity and the rule that it comes from. */
export interface RequestedCapacity extends ResolvedCapacity {
  readonly rule: 'override' | 'schedule';
}

/** The capacity asked for at an instant: an override's stands above that of the schedules. */
export function requestedCapacityAt(
  { timelines, override }: CapacityRequests,
  instant: Temporal.Instant,
  poolSize: number,
): RequestedCapacity {
  if (override?.capacity === undefined || !holdsAt(override, instant)) {
    return { ...capacityAt(timelines, instant, poolSize), rule: 'schedule' };
  }
  const { min, max } = override.capacity;
  const least = Math.min(nodesIn(min, poolSize), poolSize);
  return {
    min: least,
    max: max === undefined ? undefined : Math.max(least, nodesIn(max, poolSize)),
    because: [describeOverride(override)],
    rule: 'override',
  };
}

/** The announcements for an instant. */
export function announcedAt({ announcements }: CapacityRequests, instant: Temporal.Instant): readonly Announcement[] {
  return announcements.filter(({ by, until }) => !isBefore(instant, by) && isBefore(instant, until));
}

/** The instants after `after` at which something else is asked for, in order; those of schedules as far as they are laid out. */
export function requestEdges(
  { timelines, override, announcements }: CapacityRequests,
  after: Temporal.Instant,
): readonly Temporal.Instant[] {
  return [
    ...timelines.flatMap(edgesOf),
    ...(override === undefined ? [] : [override.from, override.until]),
    ...announcements.flatMap(({ by, until }) => [by, until]),
  ]
    .filter((edge) => isBefore(after, edge))
    .toSorted(Temporal.Instant.compare);
}
