import { Temporal } from 'temporal-polyfill';
import { isBefore } from '../time/instants.ts';
import { openingInstant } from '../time/wall-clock.ts';
import type { Exception, Schedule, Window } from './schedule.ts';
import { reachOf, type Span, spansOn } from './window-span.ts';

/** A stretch of time in which a schedule says the same; half open: `from` belongs to it, `until` does not. */
export interface Segment {
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
  /** The windows that are open, whether or not something stands above them. */
  readonly open: readonly Window[];
  readonly exceptions: readonly Exception[];
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
  const openings = openingsBetween(schedule, from, until);
  const exceptions = schedule.exceptions.map((exception) => ({
    exception,
    span: exceptionSpan(exception, schedule.timeZone),
  }));
  const validity = validityOf(schedule);
  const spans = [...openings, ...exceptions].map(({ span }) => span);
  const edges = [...spans.flatMap(({ opens, closes }) => [opens, closes]), ...[validity.opens, validity.closes]]
    .filter((edge) => edge !== undefined && isBefore(from, edge) && isBefore(edge, until))
    .map((edge) => edge ?? from);
  const cuts = [from, ...edges.toSorted(Temporal.Instant.compare), until];
  const segments: Segment[] = [];
  for (const [index, cut] of cuts.slice(0, -1).entries()) {
    const next = cuts[index + 1] ?? until;
    if (!isBefore(cut, next)) continue;
    segments.push({
      from: cut,
      until: next,
      open: openings.filter(({ span }) => covers(span, cut)).map(({ window }) => window),
      exceptions: exceptions.filter(({ span }) => covers(span, cut)).map(({ exception }) => exception),
      valid: covers(validity, cut),
    });
  }
  return { schedule, segments };
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
  return schedule.windows.flatMap((window) => {
    const timeZone = window.timeZone ?? schedule.timeZone;
    // A zone may drop a whole date (Apia 2011), hence a date more than the window reaches.
    const first = dateIn(timeZone, from).subtract({ days: reachOf(window.recurrence) + 1 });
    const last = dateIn(timeZone, until);
    const openings: Opening[] = [];
    for (let date = first; Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 })) {
      for (const span of spansOn(window.recurrence, date, timeZone)) openings.push({ window, span });
    }
    return openings;
  });
}

/** The days of an exception, both ends included. */
export function exceptionSpan({ from, to }: Pick<Exception, 'from' | 'to'>, timeZone: string): Span {
  return { opens: startOf(from, timeZone), closes: startOf(to.add({ days: 1 }), timeZone) };
}

/** When a schedule asks anything at all; without limit where an end is missing. */
export function validityOf({ validFrom, validUntil, timeZone }: Schedule): Partial<Span> {
  return {
    ...(validFrom !== undefined && { opens: startOf(validFrom, timeZone) }),
    ...(validUntil !== undefined && { closes: startOf(validUntil.add({ days: 1 }), timeZone) }),
  };
}

function startOf(date: Temporal.PlainDate, timeZone: string): Temporal.Instant {
  return openingInstant(date.toPlainDateTime(), timeZone);
}

function dateIn(timeZone: string, instant: Temporal.Instant): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(timeZone).toPlainDate();
}

function covers({ opens, closes }: Partial<Span>, instant: Temporal.Instant): boolean {
  const hasBegun = opens === undefined || !isBefore(instant, opens);
  return hasBegun && (closes === undefined || isBefore(instant, closes));
}
