import type { Temporal } from 'temporal-polyfill';
import type { StepBudget } from '../step-budget.ts';
import { dayNumberOf } from '../time/calendar-day.ts';
import { type DayNumber, dayOf } from '../time/epoch.ts';
import { shownAt, type ZoneClock, zoneClock } from '../time/zone-clock.ts';
import type { Schedule, Window } from './schedule.ts';
import { type EpochSpan, reachOf, spansBy } from './window-span.ts';

/** A span of time, and the budget for computing what happens in it. */
export interface LayoutSpan {
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
  readonly budget: StepBudget;
}

/** One opening of a window, in numbers. */
export interface EpochOpening {
  readonly window: Window;
  readonly span: EpochSpan;
}

/**
 * Every opening of a schedule's windows that may reach into a span, including those of earlier dates: window by window, date by
 * date.
 * @throws StepsSpent if the budget does not allow it
 */
export function epochOpenings({ windows, timeZone }: Schedule, span: LayoutSpan): readonly EpochOpening[] {
  return windows.flatMap((window) => {
    const clock = zoneClock(window.timeZone ?? timeZone);
    const spansOn = spansBy(window.recurrence, clock);
    const openings: EpochOpening[] = [];
    const { first, last } = datesOf(window, clock, span);
    for (let date = first; date <= last; date += 1) {
      span.budget.spend();
      for (const one of spansOn(date)) openings.push({ window, span: one });
    }
    span.budget.spend(openings.length);
    return openings;
  });
}

/**
 * Merges openings of one window that overlap or touch: a cron expression of every quarter of an hour with a duration of an hour
 * is one opening. Those of each window are in order of time.
 */
export function mergeOpenings(openings: readonly EpochOpening[]): readonly EpochOpening[] {
  const merged: EpochOpening[] = [];
  for (const opening of inOrder(openings)) {
    const before = merged.at(-1);
    if (before?.window === opening.window && opening.span.opens <= before.span.closes) {
      const closes = Math.max(before.span.closes, opening.span.closes);
      merged[merged.length - 1] = { window: opening.window, span: { opens: before.span.opens, closes } };
    } else {
      merged.push(opening);
    }
  }
  return merged;
}

/** A time in a gap moves past the clock change, and so possibly past the next opening of its window. */
function inOrder(openings: readonly EpochOpening[]): readonly EpochOpening[] {
  const isOutOfOrder = openings.some(
    ({ window, span }, index) => openings[index + 1]?.window === window && isLater(span, openings[index + 1]?.span),
  );
  if (!isOutOfOrder) return openings;
  return [...Map.groupBy(openings, ({ window }) => window).values()].flatMap((ofWindow) =>
    ofWindow.toSorted((a, b) => a.span.opens - b.span.opens),
  );
}

function isLater(span: EpochSpan, other: EpochSpan | undefined): boolean {
  return other !== undefined && other.opens < span.opens;
}

/** The dates on which a window may open so that it is open in a span. */
function datesOf(window: Window, clock: ZoneClock, { from, until }: LayoutSpan): { first: DayNumber; last: DayNumber } {
  // A zone may skip a whole date (Apia 2011), so the dates begin one earlier than the window's length requires.
  const first = dayOf(shownAt(clock, from.epochMilliseconds)) - reachOf(window.recurrence) - 1;
  // A zone may also repeat a date after its next one has begun: at 00:01 St John's went back to 23:01, and Alaska once repeated
  // a whole day.
  const last = dayOf(shownAt(clock, until.epochMilliseconds)) + 1;
  const { validFrom, validUntil } = window;
  return {
    first: validFrom === undefined ? first : Math.max(first, dayNumberOf(validFrom)),
    last: validUntil === undefined ? last : Math.min(last, dayNumberOf(validUntil)),
  };
}
