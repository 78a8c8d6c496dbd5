import { Temporal } from 'temporal-polyfill';
import type { StepBudget } from '../step-budget.ts';
import { type ClockChange, clockChangesBetween } from '../time/clock-changes.ts';
import { type EpochMilliseconds, instantOf } from '../time/epoch.ts';
import { unionOf, within, without } from './epoch-spans.ts';
import { isBelowExceptions, type StandingException } from './exception-spans.ts';
import { layOutInPieces, type Piece } from './lay-out-in-pieces.ts';
import { toEpochSpan } from './layout.ts';
import { movedWindows } from './moved-windows.ts';
import { mergeOpenings } from './openings.ts';
import { type PreviewDay, previewDays } from './preview-days.ts';
import type { Capacity, Schedule } from './schedule.ts';
import type { Timeline } from './timeline.ts';
import type { EpochSpan } from './window-span.ts';

/** The beginning or end of a window or an exception. */
export interface PreviewEdge {
  readonly at: Temporal.Instant;
  readonly window: string;
  readonly edge: 'open' | 'close';
  readonly capacity: Capacity;
  /** For a maintenance window: how long each deallocated node is on. Such a window requests no capacity. */
  readonly maintenance?: Temporal.Duration | undefined;
}

/** What a schedule does in a span. */
export interface Preview {
  readonly edges: readonly PreviewEdge[];
  /** The days of the schedule's zone, in order. */
  readonly days: readonly PreviewDay[];
  /** Node hours of the minima over all days: the least use of the span. */
  readonly nodeHours: number;
  readonly clockChanges: readonly PreviewClockChange[];
  /** The computed timeline. It ends before the span if the budget did not reach further. */
  readonly timeline: Timeline;
  readonly until: Temporal.Instant;
}

/** A clock change of a zone, and the windows that it makes longer or shorter, or moves. */
export interface PreviewClockChange extends ClockChange {
  readonly timeZone: string;
  readonly windows: readonly string[];
}

/** The span of a preview, for a pool of `poolSize` nodes. */
export interface PreviewSpan {
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
  readonly poolSize: number;
  /** When it is exhausted, the preview ends at midnight of a day. */
  readonly budget: StepBudget;
}

/**
 * Shows what a schedule does between two instants: the opening and closing of each window, unless an exception takes
 * precedence, and of each exception; in order of time, closings before openings.
 */
export function previewSchedule(schedule: Schedule, span: PreviewSpan): Preview {
  const pieces = [...layOutInPieces(schedule, span)];
  const timeline: Timeline = { schedule, segments: pieces.flatMap(({ segments }) => segments) };
  const days = previewDays(timeline, span.poolSize);
  const until = pieces.at(-1)?.until ?? span.until;
  return {
    edges: pieces.flatMap((piece) => edgesIn(piece).toSorted(inOrder)).map(toEdge),
    days,
    nodeHours: days.reduce((sum, day) => sum + day.nodeHours, 0),
    clockChanges: clockChangesOf(schedule, { from: span.from, until }),
    timeline,
    until,
  };
}

/** An edge in numbers. */
interface EpochEdge extends Omit<PreviewEdge, 'at'> {
  readonly at: EpochMilliseconds;
}

function edgesIn({ layout, from, until }: Piece): readonly EpochEdge[] {
  const validity = toEpochSpan(layout.validity);
  const bounds = { opens: from.epochMilliseconds, closes: until.epochMilliseconds };
  // One millisecond more on both sides, because what continues beyond the piece does not end there.
  const around = { opens: bounds.opens - 1, closes: bounds.closes + 1 };
  const above = unionOf(layout.exceptions.flatMap(({ span }) => within(span, around)));
  const repeated = layout.openings.filter(({ window }) => window.recurrence.kind === 'cron');
  const single = layout.openings.filter(({ window }) => window.recurrence.kind !== 'cron');
  const windows = [...single, ...mergeOpenings(repeated)].flatMap(({ window, span }) => {
    const what = { ...window, window: window.name };
    const open = within(span, validity);
    const parts = isBelowExceptions(window) ? open.flatMap((part) => without(part, above)) : open;
    return parts.flatMap((part) => edgesOf(part, what));
  });
  const days = layout.exceptions.flatMap(({ exception, span }) =>
    within(span, validity).flatMap((part) => edgesOf(part, { ...exception, window: exceptionName(exception) })),
  );
  return [...windows, ...days].filter(({ at }) => bounds.opens <= at && at < bounds.closes);
}

function clockChangesOf(schedule: Schedule, span: Pick<PreviewSpan, 'from' | 'until'>): readonly PreviewClockChange[] {
  const zones = [...new Set([schedule.timeZone, ...schedule.windows.flatMap(({ timeZone }) => timeZone ?? [])])];
  return zones
    .flatMap((timeZone) => clockChangesBetween(timeZone, span).map((change) => ({ ...change, timeZone })))
    .map((change) => ({ ...change, windows: movedWindows(schedule, change) }))
    .toSorted((a, b) => Temporal.Instant.compare(a.at, b.at));
}

function exceptionName({ name }: StandingException): string {
  return `exception ${name}`;
}

function edgesOf(
  { opens, closes }: EpochSpan,
  { window, capacity, maintenance }: Omit<PreviewEdge, 'at' | 'edge'>,
): readonly EpochEdge[] {
  const what = { window, capacity, ...(maintenance !== undefined && { maintenance }) };
  return [
    { at: opens, edge: 'open', ...what },
    { at: closes, edge: 'close', ...what },
  ];
}

function toEdge({ at, ...edge }: EpochEdge): PreviewEdge {
  return { at: instantOf(at), ...edge };
}

function inOrder(a: EpochEdge, b: EpochEdge): number {
  if (a.at !== b.at) return a.at - b.at;
  return (
    Number(a.edge === 'open') - Number(b.edge === 'open') || (a.window < b.window ? -1 : Number(a.window > b.window))
  );
}
