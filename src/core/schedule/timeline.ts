import type { Temporal } from 'temporal-polyfill';
import { remember, rememberOf } from '../remember.ts';
import { type StepBudget, StepsSpent, stepBudget } from '../step-budget.ts';
import { instantOf } from '../time/epoch.ts';
import { isBefore } from '../time/instants.ts';
import { type ExceptionSpan, exceptionSpansBetween, type StandingException, startOfDate } from './exception-spans.ts';
import { cutsBetween, holdingIn, toEpochSpan } from './layout.ts';
import { LayoutRefused } from './layout-refused.ts';
import { type EpochOpening, epochOpenings, type LayoutSpan, mergeOpenings } from './openings.ts';
import type { Schedule, Window } from './schedule.ts';
import { type Span, toSpan } from './window-span.ts';

/**
 * The most steps to compute a timeline once. A step is a checked date, an opening, or something that applies between two edges.
 * The fullest valid schedule takes a thirtieth of them for the week that an evaluation looks ahead.
 */
export const LAYOUT_STEPS = 1_000_000;

/** The most steps of one evaluation or request: enough for twenty of the fullest schedules, twice. */
export const EVALUATION_STEPS = 2_000_000;

/** A span in which the state of a schedule does not change; `until` is exclusive. */
export interface Segment {
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
  /** The windows that are open, whether they are effective or not. */
  readonly open: readonly Window[];
  readonly exceptions: readonly StandingException[];
  /** Is the schedule valid in this span? */
  readonly valid: boolean;
}

/** The state of a schedule from one instant to another, as segments without gaps, in order. */
export interface Timeline {
  readonly schedule: Schedule;
  readonly segments: readonly Segment[];
}

/**
 * The timeline of a schedule between two instants.
 * @throws LayoutRefused if that takes more than `LAYOUT_STEPS`, or if a calendar cannot be expanded
 */
export function timelineOf(schedule: Schedule, from: Temporal.Instant, until: Temporal.Instant): Timeline {
  return timelineWithin(schedule, { from, until, budget: layoutBudget(schedule) });
}

/** Like `timelineOf`, within a budget. @throws LayoutRefused */
export function timelineWithin(schedule: Schedule, span: LayoutSpan): Timeline {
  return orRefused(() => ({ schedule, segments: segmentsOf(layOut(schedule, span), span) }));
}

/** Computes a timeline. @throws LayoutRefused if the steps are exhausted */
export function orRefused(layOutAll: () => Timeline): Timeline {
  try {
    return layOutAll();
  } catch (error) {
    throw error instanceof StepsSpent ? new LayoutRefused(error.message, { cause: error }) : error;
  }
}

/** The budget of one timeline, as a part of a whole that does not pay for the first `free` steps. */
export function layoutBudget({ id }: Pick<Schedule, 'id'>, whole?: StepBudget, free = 0): StepBudget {
  return stepBudget(LAYOUT_STEPS, { what: `laying out the schedule "${id}"`, whole, free });
}

/** The budget of one evaluation or request for the timelines of all schedules of a pool. */
export function evaluationBudget(): StepBudget {
  return stepBudget(EVALUATION_STEPS, { what: 'laying out the schedules of one evaluation' });
}

/**
 * The timelines of several schedules between two instants, within one budget.
 * @throws LayoutRefused that names the schedule at which the budget was exhausted
 */
export function timelinesOf(
  schedules: readonly Schedule[],
  { from, until, budget: whole }: LayoutSpan,
  timelineBy: (schedule: Schedule, span: LayoutSpan) => Timeline = timelineWithin,
): readonly Timeline[] {
  return schedules.map((schedule) => {
    try {
      return timelineBy(schedule, { from, until, budget: layoutBudget(schedule, whole) });
    } catch (error) {
      if (!(error instanceof LayoutRefused && error.cause instanceof StepsSpent && error.cause.budget === whole))
        throw error;
      throw new LayoutRefused(`${error.message}, up to the schedule "${schedule.id}"`, { cause: error.cause });
    }
  });
}

/** Everything in a schedule that may apply in a span. */
export interface Layout {
  readonly openings: readonly EpochOpening[];
  readonly exceptions: readonly ExceptionSpan[];
  readonly validity: Partial<Span>;
}

/** Finds everything that may apply in a span. @throws StepsSpent */
export function layOut(schedule: Schedule, span: LayoutSpan): Layout {
  return {
    openings: epochOpenings(schedule, span),
    exceptions: exceptionSpansBetween(schedule, span),
    validity: validityOf(schedule),
  };
}

/** Splits a layout at each change. A window that opens again before it has closed stays open. @throws StepsSpent */
export function segmentsOf(layout: Layout, { from, until, budget }: LayoutSpan): readonly Segment[] {
  const { exceptions } = layout;
  const openings = mergeOpenings(layout.openings);
  const validity = toEpochSpan(layout.validity);
  const cuts = cutsBetween(from, until, [...openings, ...exceptions, { span: validity }]);
  const open = holdingIn(cuts, openings, budget);
  const above = holdingIn(cuts, exceptions, budget);
  const begins = [from, ...cuts.slice(1).map(instantOf)];
  return cuts.map((cut, index) => ({
    from: begins[index] ?? from,
    until: begins[index + 1] ?? until,
    open: (open[index] ?? []).map(({ window }) => window),
    exceptions: (above[index] ?? []).map(({ exception }) => exception),
    valid: validity.opens <= cut && cut < validity.closes,
  }));
}

/** The timeline of a schedule from an instant to the end of its minute: enough for a single query. */
export function timelineAt(schedule: Schedule, instant: Temporal.Instant): Timeline {
  return timelineOf(schedule, instant, endOfMinute(Math.floor(instant.epochMilliseconds / 60_000)));
}

/** Many schedules are queried for the same instant, and creating an instant takes as long as a week of numbers. */
const endOfMinute = remember((minute: number) => instantOf((minute + 1) * 60_000), 100);

/**
 * The segment that contains an instant.
 * @throws RangeError if the timeline does not contain the instant
 */
export function segmentAt({ schedule, segments }: Timeline, instant: Temporal.Instant): Segment {
  const place = lastNotAfter(segments, instant);
  const segment = segments[place];
  // All segments but the last end where the next one begins.
  if (segment === undefined || (place === segments.length - 1 && !isBefore(instant, segment.until)))
    throw new RangeError(`The timeline of '${schedule.id}' does not reach ${instant}.`);
  return segment;
}

/** The first instant after `after` at which a timeline changes; `undefined` if there is none. */
export function edgeAfter({ segments }: Timeline, after: Temporal.Instant): Temporal.Instant | undefined {
  // The first segment begins where the timeline begins, which is not a change.
  return segments[Math.max(lastNotAfter(segments, after), 0) + 1]?.from;
}

/** The index of the last segment that begins at or before an instant, by binary search. */
function lastNotAfter(segments: readonly Segment[], instant: Temporal.Instant): number {
  const at = instant.epochMilliseconds;
  if (segments.length <= FEW) return segments.findLastIndex(({ from }) => from.epochMilliseconds <= at);
  const begins = beginningsOf(segments);
  let [low, high] = [0, begins.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((begins[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** For so few segments, a search is faster than a cache of their beginnings. */
const FEW = 3;

const beginningsOf = rememberOf((segments: readonly Segment[]) => segments.map(({ from }) => from.epochMilliseconds));

/** One opening of a window. */
export interface Opening {
  readonly window: Window;
  readonly span: Span;
}

/**
 * Every opening of a schedule's windows that may reach into a span, including those of earlier dates. A window that opens again
 * before it has closed has one opening for each time.
 */
export function openingsBetween(
  schedule: Schedule,
  from: Temporal.Instant,
  until: Temporal.Instant,
): readonly Opening[] {
  return epochOpenings(schedule, { from, until, budget: layoutBudget(schedule) }).map(({ window, span }) => ({
    window,
    span: toSpan(span),
  }));
}

/** The span in which a schedule is valid; a missing end means no limit. */
export function validityOf({ validFrom, validUntil, timeZone }: Schedule): Partial<Span> {
  return {
    ...(validFrom !== undefined && { opens: startOfDate(validFrom, timeZone) }),
    ...(validUntil !== undefined && { closes: startOfDate(validUntil.add({ days: 1 }), timeZone) }),
  };
}
