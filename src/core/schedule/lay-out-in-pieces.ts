import type { Temporal } from 'temporal-polyfill';
import type { StepBudget } from '../step-budget.ts';
import { isBefore } from '../time/instants.ts';
import type { Schedule } from './schedule.ts';
import { type Layout, layOut, layoutBudget, type Segment, segmentsOf, type Timeline } from './timeline.ts';

/** A stretch of time that was laid out, with its segments. */
export interface Piece {
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
  readonly layout: Layout;
  readonly segments: readonly Segment[];
}

/** Whoever asks for pieces shows each segment, which takes much longer than to lay it out. */
const STEPS_A_SEGMENT = 8;

/** The first piece is so many days long; those after it are as long as a piece of `PIECE_STEPS` seems to be. */
const FIRST_DAYS = 2;
const MOST_DAYS = 16;
const PIECE_STEPS = 8000;

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
  let days = FIRST_DAYS;
  while (isBefore(begins, until)) {
    const midnight = begins.toZonedDateTimeISO(schedule.timeZone).startOfDay().add({ days }).toInstant();
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
 * Lays out a schedule from an instant on as far as the budget reaches, at most to another instant.
 * @throws LayoutRefused, StepsSpent if not even the first days can be laid out
 */
export function timelineInPieces(schedule: Schedule, span: Parameters<typeof layOutInPieces>[1]): Timeline {
  return { schedule, segments: [...layOutInPieces(schedule, span)].flatMap(({ segments }) => segments) };
}
