import type { Temporal } from 'temporal-polyfill';
import { instantOf } from '../time/epoch.ts';
import { isBefore } from '../time/instants.ts';
import { exceptionSpansBetween, type StandingException, startOfDate } from './exception-spans.ts';
import { cutsBetween, epochOpenings, holdingIn, toEpochSpan } from './layout.ts';
import type { Schedule, Window } from './schedule.ts';
import { type Span, toSpan } from './window-span.ts';

/** A stretch of time in which a schedule says the same; half open: `from` belongs to it, `until` does not. */
export interface Segment {
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
  /** The windows that are open, whether or not something stands above them. */
  readonly open: readonly Window[];
  readonly exceptions: readonly StandingException[];
  /** Does the schedule hold at all? */
  readonly valid: boolean;
}

/** What a schedule says from one instant to another, as segments without gaps, in order. */
export interface Timeline {
  readonly schedule: Schedule;
  readonly segments: readonly Segment[];
}

/** Lays out a schedule between two instants. */
export function timelineOf(schedule: Schedule, from: Temporal.Instant, until: Temporal.Instant): Timeline {
  const openings = epochOpenings(schedule, from, until);
  const exceptions = exceptionSpansBetween(schedule, from, until).map(({ exception, span }) => ({
    exception,
    span: toEpochSpan(span),
  }));
  const validity = toEpochSpan(validityOf(schedule));
  const cuts = cutsBetween(from, until, [...openings, ...exceptions, { span: validity }]);
  const open = holdingIn(cuts, openings);
  const above = holdingIn(cuts, exceptions);
  const begins = [from, ...cuts.slice(1).map(instantOf)];
  const segments = cuts.map((cut, index) => ({
    from: begins[index] ?? from,
    until: begins[index + 1] ?? until,
    open: (open[index] ?? []).map(({ window }) => window),
    exceptions: (above[index] ?? []).map(({ exception }) => exception),
    valid: validity.opens <= cut && cut < validity.closes,
  }));
  return { schedule, segments };
}

/** Lays out a schedule for an instant and the second after it: enough for a single question. */
export function timelineAt(schedule: Schedule, instant: Temporal.Instant): Timeline {
  return timelineOf(schedule, instant, instantOf(instant.epochMilliseconds + 1000));
}

/**
 * The segment of a timeline that an instant falls into.
 * @throws RangeError if the timeline does not reach that instant: it was laid out for another time.
 */
export function segmentAt({ schedule, segments }: Timeline, instant: Temporal.Instant): Segment {
  const segment = segments[lastNotAfter(segments, instant)];
  if (segment === undefined || !isBefore(instant, segment.until))
    throw new RangeError(`The timeline of '${schedule.id}' does not reach ${instant}.`);
  return segment;
}

/** The first instant after `after` at which a timeline says something else; `undefined` if none is laid out. */
export function edgeAfter({ segments }: Timeline, after: Temporal.Instant): Temporal.Instant | undefined {
  // The beginning of the first segment is where the layout begins: nothing changes there.
  return segments[Math.max(lastNotAfter(segments, after), 0) + 1]?.from;
}

/** The place of the last segment that begins at or before an instant, by halving: timelines are asked often. */
function lastNotAfter(segments: readonly Segment[], instant: Temporal.Instant): number {
  const at = instant.epochNanoseconds;
  let [low, high] = [0, segments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const begins = segments[middle]?.from.epochNanoseconds;
    if (begins !== undefined && begins <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** One opening of a window. */
export interface Opening {
  readonly window: Window;
  readonly span: Span;
}

/** Every opening of the windows of a schedule that may reach into a span of time, those of a date before it too. */
export function openingsBetween(
  schedule: Schedule,
  from: Temporal.Instant,
  until: Temporal.Instant,
): readonly Opening[] {
  return epochOpenings(schedule, from, until).map(({ window, span }) => ({ window, span: toSpan(span) }));
}

/** When a schedule asks anything at all; without limit where an end is missing. */
export function validityOf({ validFrom, validUntil, timeZone }: Schedule): Partial<Span> {
  return {
    ...(validFrom !== undefined && { opens: startOfDate(validFrom, timeZone) }),
    ...(validUntil !== undefined && { closes: startOfDate(validUntil.add({ days: 1 }), timeZone) }),
  };
}
