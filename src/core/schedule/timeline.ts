import { Temporal } from 'temporal-polyfill';
import { isBefore } from '../time/instants.ts';
import type { Schedule, Window } from './schedule.ts';
import { type Span, spanOn } from './window-span.ts';

/** A stretch of time in which the same windows are open; half open: `from` belongs to it, `until` does not. */
export interface Segment {
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
  readonly open: readonly Window[];
}

/** What a schedule says from one instant to another, as segments without gaps, in order. */
export interface Timeline {
  readonly schedule: Schedule;
  readonly segments: readonly Segment[];
}

// A window that opened two dates ago may still be open: it lasts up to a day and a zone may drop a whole date (Apia 2011).
const DATES_BEFORE = 2;

/** Lays out a schedule between two instants. */
export function timelineOf(schedule: Schedule, from: Temporal.Instant, until: Temporal.Instant): Timeline {
  const openings = openingsBetween(schedule, from, until);
  const edges = openings
    .flatMap(({ span }) => [span.opens, span.closes])
    .filter((edge) => isBefore(from, edge) && isBefore(edge, until));
  const cuts = [from, ...edges.toSorted(Temporal.Instant.compare), until];
  const segments: Segment[] = [];
  for (const [index, cut] of cuts.slice(0, -1).entries()) {
    const next = cuts[index + 1] ?? until;
    if (!isBefore(cut, next)) continue;
    segments.push({
      from: cut,
      until: next,
      open: openings.filter((opening) => covers(opening.span, cut)).map(windowOf),
    });
  }
  return { schedule, segments };
}

/**
 * The segment of a timeline that an instant falls into.
 * @throws RangeError if the timeline does not reach that instant: it was laid out for another time.
 */
export function segmentAt(timeline: Timeline, instant: Temporal.Instant): Segment {
  const segment = timeline.segments.find(({ from, until }) => covers({ opens: from, closes: until }, instant));
  if (segment === undefined)
    throw new RangeError(`The timeline of '${timeline.schedule.id}' does not reach ${instant}.`);
  return segment;
}

interface Opening {
  readonly window: Window;
  readonly span: Span;
}

function openingsBetween(schedule: Schedule, from: Temporal.Instant, until: Temporal.Instant): readonly Opening[] {
  const first = dateIn(schedule, from).subtract({ days: DATES_BEFORE });
  const last = dateIn(schedule, until);
  const openings: Opening[] = [];
  for (let date = first; Temporal.PlainDate.compare(date, last) <= 0; date = date.add({ days: 1 })) {
    for (const window of schedule.windows) {
      const span = spanOn(window.recurrence, date, schedule.timeZone);
      if (span !== undefined) openings.push({ window, span });
    }
  }
  return openings;
}

function dateIn(schedule: Schedule, instant: Temporal.Instant): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(schedule.timeZone).toPlainDate();
}

function covers(span: Span, instant: Temporal.Instant): boolean {
  return !isBefore(instant, span.opens) && isBefore(instant, span.closes);
}

function windowOf({ window }: Opening): Window {
  return window;
}
