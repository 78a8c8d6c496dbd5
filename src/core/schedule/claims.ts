import type { Temporal } from 'temporal-polyfill';
import type { StandingException } from './exception-spans.ts';
import type { Capacity, Schedule, Window } from './schedule.ts';
import { segmentAt, type Timeline } from './timeline.ts';

/** Something that asks for a capacity at an instant. */
export interface Claim {
  readonly kind: 'override' | 'window' | 'dated-window' | 'exception' | 'outside';
  readonly capacity: Capacity;
  readonly priority: number;
  /** As people read it: `window "weekdays" of office-hours`. */
  readonly because: string;
}

/** A claim, and whether it counts; if not, what stands above it. */
export interface WeighedClaim extends Claim {
  readonly counts: boolean;
  readonly why: string;
}

/**
 * The claims that count at an instant. Within a schedule a dated window stands above an exception, and that above the other
 * windows; of all that is open in any schedule the claims with the highest priority count. Where nothing is open, what the
 * schedules ask outside their windows does. A schedule that is not valid at the instant asks nothing.
 */
export function countingClaims(timelines: readonly Timeline[], instant: Temporal.Instant): readonly Claim[] {
  const open = timelines.flatMap((timeline) => openClaims(timeline, instant));
  if (open.length === 0) return timelines.flatMap((timeline) => outsideClaims(timeline, instant));
  const highest = Math.max(...open.map(({ priority }) => priority));
  return open.filter(({ priority }) => priority === highest);
}

/** Every claim at an instant, those that count first, each with why it counts or does not. */
export function weighClaims(timelines: readonly Timeline[], instant: Temporal.Instant): readonly WeighedClaim[] {
  const counting = new Set(countingClaims(timelines, instant).map(({ because }) => because));
  const highest = Math.max(
    ...timelines.flatMap((timeline) => openClaims(timeline, instant)).map(({ priority }) => priority),
  );
  const weighed = timelines.flatMap((timeline) =>
    claimsOf(timeline, instant).map((claim) => {
      const counts = counting.has(claim.because);
      return { ...claim, counts, why: counts ? 'it counts' : whyNot(claim, { timeline, instant, highest }) };
    }),
  );
  return weighed.toSorted((a, b) => Number(b.counts) - Number(a.counts));
}

interface Circumstances {
  readonly timeline: Timeline;
  readonly instant: Temporal.Instant;
  /** The highest priority of what is open. */
  readonly highest: number;
}

function whyNot({ kind, priority }: Claim, { timeline, instant, highest }: Circumstances): string {
  const { open, exceptions, valid } = segmentAt(timeline, instant);
  if (!valid) return 'the schedule is not valid then';
  if (kind === 'outside') return 'something is open';
  const isDatedOpen = open.some((window) => isDated(window) && asksForCapacity(window));
  if (isDatedOpen && kind !== 'dated-window') return 'a window on that date stands above it';
  if (exceptions.length > 0 && kind === 'window') return 'an exception stands above it';
  return `its priority ${priority} is lower than ${highest}`;
}

function claimsOf({ schedule, segments }: Timeline, instant: Temporal.Instant): readonly Claim[] {
  const { open: all, exceptions } = segmentAt({ schedule, segments }, instant);
  const open = all.filter(asksForCapacity);
  return [
    ...open.map((window) => windowClaim(window, schedule)),
    ...exceptions.map((exception) => exceptionClaim(exception, schedule)),
    outsideClaim(schedule),
  ];
}

function openClaims({ schedule, segments }: Timeline, instant: Temporal.Instant): readonly Claim[] {
  const { open: all, exceptions, valid } = segmentAt({ schedule, segments }, instant);
  if (!valid) return [];
  const open = all.filter(asksForCapacity);
  const dated = open.filter(isDated);
  if (dated.length > 0) return dated.map((window) => windowClaim(window, schedule));
  if (exceptions.length > 0) return exceptions.map((exception) => exceptionClaim(exception, schedule));
  return open.map((window) => windowClaim(window, schedule));
}

function outsideClaims({ schedule, segments }: Timeline, instant: Temporal.Instant): readonly Claim[] {
  return segmentAt({ schedule, segments }, instant).valid ? [outsideClaim(schedule)] : [];
}

function windowClaim(window: Window, { id }: Schedule): Claim {
  const { name, capacity, priority } = window;
  return {
    kind: isDated(window) ? 'dated-window' : 'window',
    capacity,
    priority,
    because: `window "${name}" of ${id}`,
  };
}

function exceptionClaim({ name, capacity }: StandingException, { id }: Schedule): Claim {
  return { kind: 'exception', capacity, priority: 0, because: `exception "${name}" of ${id}` };
}

function outsideClaim({ id, outside }: Schedule): Claim {
  return { kind: 'outside', capacity: outside, priority: 0, because: `outside the windows of ${id}` };
}

function isDated({ recurrence }: Window): boolean {
  return recurrence.kind === 'date';
}

/** A maintenance window switches nodes on one by one and asks for no capacity. */
function asksForCapacity({ maintenance }: Window): boolean {
  return maintenance === undefined;
}
