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

/** A window or an exception that begins or ends to hold. */
export interface PreviewEdge {
  readonly at: Temporal.Instant;
  readonly window: string;
  readonly edge: 'open' | 'close';
  readonly capacity: Capacity;
  /** In a maintenance window, for how long each node that was off is on; such a window asks for no capacity. */
  readonly maintenance?: Temporal.Duration | undefined;
}

/** What a schedule will do in a span of time. */
export interface Preview {
  readonly edges: readonly PreviewEdge[];
  /** The days of the schedule's zone, in order. */
  readonly days: readonly PreviewDay[];
  /** Hours times nodes that must be ready, of all days: the least that the span will cost. */
  readonly nodeHours: number;
  readonly clockChanges: readonly PreviewClockChange[];
  /** What was laid out. It ends before the span does where the budget did not reach further. */
  readonly timeline: Timeline;
  readonly until: Temporal.Instant;
}

/** A clock change of a zone, and the windows that are longer, shorter or moved by it. */
export interface PreviewClockChange extends ClockChange {
  readonly timeZone: string;
  readonly windows: readonly string[];
}

/** What is previewed, for a pool of so many nodes. */
export interface PreviewSpan {
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
  readonly poolSize: number;
  /** What it may cost; the preview ends at midnight of a day when it is used up. */
  readonly budget: StepBudget;
}

/**
 * Shows what a schedule will do between two instants: each opening of a window with its closing, as far as no exception
 * stands above it, and the exceptions; in order of time, what closes before what opens.
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
  // A millisecond more on both sides: where the piece ends nothing that holds on does.
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
