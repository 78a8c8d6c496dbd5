import type { Temporal } from 'temporal-polyfill';
import type { StepBudget } from '../step-budget.ts';
import { isBefore } from '../time/instants.ts';
import type { Schedule } from './schedule.ts';
import { type Layout, layOut, layoutBudget, type Segment, segmentsOf } from './timeline.ts';

/** A stretch of time that was laid out, with its segments. */
export interface Piece {
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
  readonly layout: Layout;
  readonly segments: readonly Segment[];
}

/** A piece is so many days long. Its own layout reaches some days further, so it is not worth while to make it shorter. */
const PIECE_DAYS = 16;

/**
 * Lays out a schedule piece by piece, each made when it is asked for, until all of a span is laid out or the budget is used
 * up. Pieces end at midnight in the schedule's zone; the first one is there in any case.
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
  while (isBefore(begins, until)) {
    const midnight = begins.toZonedDateTimeISO(schedule.timeZone).startOfDay().add({ days: PIECE_DAYS }).toInstant();
    const ends = isBefore(midnight, until) ? midnight : until;
    const piece = { from: begins, until: ends, budget: layoutBudget(schedule) };
    const layout = layOut(schedule, piece);
    yield { from: begins, until: ends, layout, segments: segmentsOf(layout, piece) };
    if (piece.budget.spent >= budget.left) return;
    budget.spend(piece.budget.spent);
    begins = ends;
  }
}
