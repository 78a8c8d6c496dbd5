import type { Temporal } from 'temporal-polyfill';
import type { StandingException } from './exception-spans.ts';
import type { Capacity, Schedule, Window } from './schedule.ts';
import { type Segment, segmentAt, type Timeline } from './timeline.ts';

/** Something that asks for a capacity at an instant. */
export interface CapacityRequest {
  readonly kind: 'override' | 'window' | 'dated-window' | 'exception' | 'outside';
  readonly capacity: Capacity;
  readonly priority: number;
  /** As people read it: `window "weekdays" of office-hours`. */
  readonly because: string;
}

/** A request, and whether it counts; if not, what stands above it. */
export interface RankedRequest extends CapacityRequest {
  readonly counts: boolean;
  readonly why: string;
}

/**
 * The requests that count at an instant. Within a schedule a dated window stands above an exception, and that above the other
 * windows; of all that is open in any schedule the requests with the highest priority count. Where nothing is open, what the
 * schedules ask outside their windows does. A schedule that is not valid at the instant asks nothing.
 */
export function effectiveRequests(
  timelines: readonly Timeline[],
  instant: Temporal.Instant,
): readonly CapacityRequest[] {
  const holding = timelines
    .map((timeline) => ({ schedule: timeline.schedule, segment: segmentAt(timeline, instant) }))
    .filter(({ segment }) => segment.valid);
  const open = holding.flatMap(({ schedule, segment }) => requestsOpenIn(segment, schedule));
  if (open.length === 0) return holding.map(({ schedule }) => outsideRequest(schedule));
  const highest = Math.max(...open.map(({ priority }) => priority));
  return open.filter(({ priority }) => priority === highest);
}

/** Every request at an instant, those that count first, each with why it counts or does not. */
export function rankRequests(timelines: readonly Timeline[], instant: Temporal.Instant): readonly RankedRequest[] {
  const counting = new Set(effectiveRequests(timelines, instant).map(({ because }) => because));
  const highest = Math.max(
    ...timelines
      .flatMap((timeline) => requestsOpenIn(segmentAt(timeline, instant), timeline.schedule))
      .map(({ priority }) => priority),
  );
  const ranked = timelines.flatMap((timeline) =>
    requestsOf(timeline, instant).map((request) => {
      const counts = counting.has(request.because);
      return { ...request, counts, why: counts ? 'it counts' : whyNot(request, { timeline, instant, highest }) };
    }),
  );
  return ranked.toSorted((a, b) => Number(b.counts) - Number(a.counts));
}

interface Circumstances {
  readonly timeline: Timeline;
  readonly instant: Temporal.Instant;
  /** The highest priority of what is open. */
  readonly highest: number;
}

function whyNot({ kind, priority }: CapacityRequest, { timeline, instant, highest }: Circumstances): string {
  const { open, exceptions, valid } = segmentAt(timeline, instant);
  if (!valid) return 'the schedule is not valid then';
  if (kind === 'outside') return 'something is open';
  const isDatedOpen = open.some((window) => isDated(window) && asksForCapacity(window));
  if (isDatedOpen && kind !== 'dated-window') return 'a window on that date overrides it';
  if (exceptions.length > 0 && kind === 'window') return 'an exception overrides it';
  return `its priority ${priority} is lower than ${highest}`;
}

function requestsOf({ schedule, segments }: Timeline, instant: Temporal.Instant): readonly CapacityRequest[] {
  const { open: all, exceptions } = segmentAt({ schedule, segments }, instant);
  const open = all.filter(asksForCapacity);
  return [
    ...open.map((window) => windowRequest(window, schedule)),
    ...exceptions.map((exception) => exceptionRequest(exception, schedule)),
    outsideRequest(schedule),
  ];
}

function requestsOpenIn({ open: all, exceptions, valid }: Segment, schedule: Schedule): readonly CapacityRequest[] {
  if (!valid) return [];
  const open = all.filter(asksForCapacity);
  const dated = open.filter(isDated);
  if (dated.length > 0) return dated.map((window) => windowRequest(window, schedule));
  if (exceptions.length > 0) return exceptions.map((exception) => exceptionRequest(exception, schedule));
  return open.map((window) => windowRequest(window, schedule));
}

function windowRequest(window: Window, { id }: Schedule): CapacityRequest {
  const { name, capacity, priority } = window;
  return {
    kind: isDated(window) ? 'dated-window' : 'window',
    capacity,
    priority,
    because: `window "${name}" of ${id}`,
  };
}

function exceptionRequest({ name, capacity }: StandingException, { id }: Schedule): CapacityRequest {
  return { kind: 'exception', capacity, priority: 0, because: `exception "${name}" of ${id}` };
}

function outsideRequest({ id, outside }: Schedule): CapacityRequest {
  return { kind: 'outside', capacity: outside, priority: 0, because: `outside the windows of ${id}` };
}

function isDated({ recurrence }: Window): boolean {
  return recurrence.kind === 'date';
}

/** A maintenance window switches nodes on one by one and asks for no capacity. */
function asksForCapacity({ maintenance }: Window): boolean {
  return maintenance === undefined;
}
