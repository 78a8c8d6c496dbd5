import { Temporal } from 'temporal-polyfill';
import { type ClockChange, clockChangesBetween } from '../time/clock-changes.ts';
import { isBefore } from '../time/instants.ts';
import { exceptionSpansBetween, type StandingException } from './exception-spans.ts';
import { movedWindows } from './moved-windows.ts';
import { type PreviewDay, previewDays } from './preview-days.ts';
import type { Capacity, Schedule, Window } from './schedule.ts';
import { openingsBetween, timelineOf, validityOf } from './timeline.ts';
import type { Span } from './window-span.ts';

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
}

/**
 * Shows what a schedule will do between two instants: each opening of a window with its closing, as far as no exception
 * stands above it, and the exceptions; in order of time, what closes before what opens.
 */
export function previewSchedule(schedule: Schedule, span: PreviewSpan): Preview {
  const exceptions = exceptionSpansBetween(schedule, span.from, span.until);
  const validity = validityOf(schedule);
  const windows = openingsBetween(schedule, span.from, span.until).flatMap(({ window, span: open }) => {
    const above = isAboveExceptions(window) ? [] : exceptions.map((one) => one.span);
    return without(within(open, validity), above).flatMap((part) => edgesOf(part, { ...window, window: window.name }));
  });
  const days = exceptions.flatMap(({ exception, span: open }) =>
    within(open, validity).flatMap((part) => edgesOf(part, { ...exception, window: exceptionName(exception) })),
  );
  const edges = [...windows, ...days].filter(({ at }) => !isBefore(at, span.from) && isBefore(at, span.until));
  const perDay = previewDays(timelineOf(schedule, span.from, span.until), span.poolSize);
  return {
    edges: edges.toSorted(inOrder),
    days: perDay,
    nodeHours: perDay.reduce((sum, day) => sum + day.nodeHours, 0),
    clockChanges: clockChangesOf(schedule, span),
  };
}

function clockChangesOf(schedule: Schedule, span: PreviewSpan): readonly PreviewClockChange[] {
  const zones = [...new Set([schedule.timeZone, ...schedule.windows.flatMap(({ timeZone }) => timeZone ?? [])])];
  return zones
    .flatMap((timeZone) => clockChangesBetween(timeZone, span).map((change) => ({ ...change, timeZone })))
    .map((change) => ({ ...change, windows: movedWindows(schedule, change) }))
    .toSorted((a, b) => Temporal.Instant.compare(a.at, b.at));
}

/** The windows of a schedule that do not open between two instants, whatever stands above them. */
export function windowsThatNeverOpen(
  schedule: Schedule,
  from: Temporal.Instant,
  until: Temporal.Instant,
): readonly string[] {
  const validity = validityOf(schedule);
  const opened = new Set(
    openingsBetween(schedule, from, until)
      .filter(({ span }) =>
        within(span, { opens: from, closes: until }).some((part) => within(part, validity).length > 0),
      )
      .map(({ window }) => window.name),
  );
  return schedule.windows.map(({ name }) => name).filter((name) => !opened.has(name));
}

function exceptionName({ name }: StandingException): string {
  return `exception ${name}`;
}

function edgesOf(
  { opens, closes }: Span,
  { window, capacity, maintenance }: Omit<PreviewEdge, 'at' | 'edge'>,
): readonly PreviewEdge[] {
  const what = { window, capacity, ...(maintenance !== undefined && { maintenance }) };
  return [
    { at: opens, edge: 'open', ...what },
    { at: closes, edge: 'close', ...what },
  ];
}

/** An exception says something else of capacities; nodes are brought up to date all the same. */
function isAboveExceptions({ recurrence, maintenance }: Window): boolean {
  return recurrence.kind === 'date' || maintenance !== undefined;
}

/** The part of a span that lies within another, if there is one. */
function within(span: Span, bounds: Partial<Span>): readonly Span[] {
  const opens = bounds.opens === undefined || isBefore(bounds.opens, span.opens) ? span.opens : bounds.opens;
  const closes = bounds.closes === undefined || isBefore(span.closes, bounds.closes) ? span.closes : bounds.closes;
  return isBefore(opens, closes) ? [{ opens, closes }] : [];
}

/** The parts of spans that no other covers. */
function without(spans: readonly Span[], above: readonly Span[]): readonly Span[] {
  return above.reduce<readonly Span[]>(
    (parts, { opens, closes }) =>
      parts.flatMap((part) => [...within(part, { closes: opens }), ...within(part, { opens: closes })]),
    spans,
  );
}

function inOrder(a: PreviewEdge, b: PreviewEdge): number {
  const byTime = Temporal.Instant.compare(a.at, b.at);
  if (byTime !== 0) return byTime;
  return (
    Number(a.edge === 'open') - Number(b.edge === 'open') || (a.window < b.window ? -1 : Number(a.window > b.window))
  );
}
