import type { Temporal } from 'temporal-polyfill';
import type { StandingException } from './exception-spans.ts';
import type { Capacity, Schedule, Window } from './schedule.ts';
import { type Segment, segmentAt, type Timeline } from './timeline.ts';

/** A request for a capacity at an instant. */
export interface CapacityRequest {
  readonly kind: 'override' | 'window' | 'dated-window' | 'exception' | 'outside';
  readonly capacity: Capacity;
  readonly priority: number;
  /** For people: `window "weekdays" of office-hours`. */
  readonly because: string;
}

/** A request, and whether it is effective; if not, what takes precedence over it. */
export interface RankedRequest extends CapacityRequest {
  readonly counts: boolean;
  readonly why: string;
}

/**
 * The effective requests at an instant. Within a schedule, dated windows take precedence over exceptions, and these over other
 * windows. Of everything open in any schedule, the requests with the highest priority are effective. If nothing is open, those
 * outside the windows are. A schedule that is not valid at the instant requests nothing.
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

/** Every request at an instant, the effective ones first, each with the reason why it is effective or not. */
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
  /** The highest priority of the open requests. */
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

/** A maintenance window starts nodes one by one, and requests no capacity. */
function asksForCapacity({ maintenance }: Window): boolean {
  return maintenance === undefined;
}
