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
 * Laying a schedule out once takes at most so many steps: a date looked at, an opening made, something held from one edge to the
 * next. The fullest schedule that can be saved takes a thirtieth of it for the week that an evaluation looks ahead.
 */
export const LAYOUT_STEPS = 1_000_000;

/** One evaluation, or one request, takes at most so many: twenty of the fullest schedules, laid out twice. */
export const EVALUATION_STEPS = 2_000_000;

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

/**
 * Lays out a schedule between two instants.
 * @throws LayoutRefused if that takes more than `LAYOUT_STEPS`, or if a calendar cannot be laid out
 */
export function timelineOf(schedule: Schedule, from: Temporal.Instant, until: Temporal.Instant): Timeline {
  return timelineWithin(schedule, { from, until, budget: layoutBudget(schedule) });
}

/** As `timelineOf`, at the cost of a budget. @throws LayoutRefused */
export function timelineWithin(schedule: Schedule, span: LayoutSpan): Timeline {
  return orRefused(() => ({ schedule, segments: segmentsOf(layOut(schedule, span), span) }));
}

/** What is laid out. @throws LayoutRefused where that takes more steps than there are */
export function orRefused(layOutAll: () => Timeline): Timeline {
  try {
    return layOutAll();
  } catch (error) {
    throw error instanceof StepsSpent ? new LayoutRefused(error.message, { cause: error }) : error;
  }
}

/** What laying out a schedule may cost, as a part of a whole that does not pay for the first `free` steps. */
export function layoutBudget({ id }: Pick<Schedule, 'id'>, whole?: StepBudget, free = 0): StepBudget {
  return stepBudget(LAYOUT_STEPS, { what: `laying out the schedule "${id}"`, whole, free });
}

/** What one evaluation, or one request, may spend on laying out all schedules of a pool, however often it does. */
export function evaluationBudget(): StepBudget {
  return stepBudget(EVALUATION_STEPS, { what: 'laying out the schedules of one evaluation' });
}

/**
 * Lays out several schedules between two instants at the cost of one budget.
 * @throws LayoutRefused that names the schedule at which the budget was used up
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

/** Everything of a schedule that may hold in a span of time. */
export interface Layout {
  readonly openings: readonly EpochOpening[];
  readonly exceptions: readonly ExceptionSpan[];
  readonly validity: Partial<Span>;
}

/** Finds everything that may hold in a span of time. @throws StepsSpent */
export function layOut(schedule: Schedule, span: LayoutSpan): Layout {
  return {
    openings: epochOpenings(schedule, span),
    exceptions: exceptionSpansBetween(schedule, span),
    validity: validityOf(schedule),
  };
}

/** Cuts a layout where something else holds. A window that opens again before it has closed stays open. @throws StepsSpent */
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

/** Lays out a schedule from an instant to the end of its minute: enough for a single question. */
export function timelineAt(schedule: Schedule, instant: Temporal.Instant): Timeline {
  return timelineOf(schedule, instant, endOfMinute(Math.floor(instant.epochMilliseconds / 60_000)));
}

/** Questions are asked about many schedules at the same moment, and an instant takes as long to make as a week of numbers. */
const endOfMinute = remember((minute: number) => instantOf((minute + 1) * 60_000), 100);

/**
 * The segment of a timeline that an instant falls into.
 * @throws RangeError if the timeline does not reach that instant: it was laid out for another time.
 */
export function segmentAt({ schedule, segments }: Timeline, instant: Temporal.Instant): Segment {
  const place = lastNotAfter(segments, instant);
  const segment = segments[place];
  // Before the last one the next has begun where one ends.
  if (segment === undefined || (place === segments.length - 1 && !isBefore(instant, segment.until)))
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

/** To remember where so few begin takes longer than to look. */
const FEW = 3;

const beginningsOf = rememberOf((segments: readonly Segment[]) => segments.map(({ from }) => from.epochMilliseconds));

/** One opening of a window. */
export interface Opening {
  readonly window: Window;
  readonly span: Span;
}

/**
 * Every opening of the windows of a schedule that may reach into a span of time, those of a date before it too. A window that
 * opens again before it has closed is there for each time.
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

/** When a schedule asks anything at all; without limit where an end is missing. */
export function validityOf({ validFrom, validUntil, timeZone }: Schedule): Partial<Span> {
  return {
    ...(validFrom !== undefined && { opens: startOfDate(validFrom, timeZone) }),
    ...(validUntil !== undefined && { closes: startOfDate(validUntil.add({ days: 1 }), timeZone) }),
  };
}
