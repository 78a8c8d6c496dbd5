import type { Temporal } from 'temporal-polyfill';
import type { StepBudget } from '../step-budget.ts';
import { isBefore } from '../time/instants.ts';
import type { Schedule } from './schedule.ts';
import { type Layout, layOut, layoutBudget, type Segment, segmentsOf, type Timeline } from './timeline.ts';

/** A computed part of a timeline, with its segments. */
export interface Piece {
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
  readonly layout: Layout;
  readonly segments: readonly Segment[];
}

/** Charged for each segment, because callers display them, which takes much longer than computing them. */
const STEPS_A_SEGMENT = 8;

/** The length of the first piece in days. The lengths of later ones are estimated so that each takes `PIECE_STEPS`. */
const FIRST_DAYS = 2;
const MOST_DAYS = 16;
const PIECE_STEPS = 8000;

/**
 * Computes the timeline of a schedule piece by piece, each on demand, until the end of the span or of the budget. Pieces end at
 * midnight in the schedule's zone; there is at least one.
 */
export function* layOutInPieces(
  schedule: Schedule,
  {
    from,
    until,
    budget,
  }: { readonly from: Temporal.Instant; readonly until: Temporal.Instant; readonly budget: StepBudget },
): Generator<Piece> {
  let begins = from;
  let days = FIRST_DAYS;
  while (isBefore(begins, until)) {
    // Where a day begins at 01:00, since midnight is in a gap, two days later is not midnight either.
    const midnight = begins.toZonedDateTimeISO(schedule.timeZone).startOfDay().add({ days }).startOfDay().toInstant();
    const ends = isBefore(midnight, until) ? midnight : until;
    const piece = { from: begins, until: ends, budget: layoutBudget(schedule) };
    const layout = layOut(schedule, piece);
    const segments = segmentsOf(layout, piece);
    yield { from: begins, until: ends, layout, segments };
    const cost = piece.budget.spent + STEPS_A_SEGMENT * segments.length;
    if (cost >= budget.left) return;
    budget.spend(cost);
    days = Math.min(MOST_DAYS, Math.max(1, Math.floor((PIECE_STEPS * days) / cost)));
    begins = ends;
  }
}

/**
 * The timeline of a schedule from an instant as far as the budget reaches, at most to another instant.
 * @throws LayoutRefused, StepsSpent if not even the first days can be computed
 */
export function timelineInPieces(schedule: Schedule, span: Parameters<typeof layOutInPieces>[1]): Timeline {
  return { schedule, segments: [...layOutInPieces(schedule, span)].flatMap(({ segments }) => segments) };
}
