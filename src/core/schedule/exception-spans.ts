import { Temporal } from 'temporal-polyfill';
import { type StepBudget, stepBudget } from '../step-budget.ts';
import { DAY_MILLISECONDS, type DayNumber } from '../time/epoch.ts';
import { closingInstant, openingInstant } from '../time/wall-clock.ts';
import { firstShowing, type ZoneClock } from '../time/zone-clock.ts';
import { unionOf, within, without } from './epoch-spans.ts';
import { toEpochSpan } from './layout.ts';
import { type EpochOpening, epochOpenings, type LayoutSpan } from './openings.ts';
import type { Capacity, DatesException, Exception, Schedule, Window } from './schedule.ts';
import { type EpochSpan, reachOf, type Span } from './window-span.ts';

/** What holds while an exception does. */
export interface StandingException {
  readonly name: string;
  readonly capacity: Capacity;
}

/** An exception, and one span of time in which it holds. */
export interface ExceptionSpan {
  readonly exception: StandingException;
  readonly span: EpochSpan;
}

/**
 * Every span in which an exception of a schedule holds, as far as it may touch a span of time: a calendar gives one for each
 * event, and one for events of the same name that follow on each other.
 * @throws StepsSpent if that is more than the budget allows
 */
export function exceptionSpansBetween(schedule: Schedule, span: LayoutSpan): readonly ExceptionSpan[] {
  const { exceptions } = schedule;
  if (exceptions.length === 0) return [];
  const calendars = { ...span, budget: calendarsBudget(schedule, span.budget) };
  const whole = exceptions.filter(({ nights }) => nights === 'whole');
  if (whole.length === 0) return exceptions.flatMap((exception) => standing(exception, schedule, calendars));
  // A night that began on the days of an exception may reach into the span though the days do not.
  const earlier = { ...calendars, from: span.from.subtract({ hours: longestReach(schedule) }) };
  const openings = epochOpenings(schedule, earlier).filter(({ window }) => isBelowExceptions(window));
  return exceptions.flatMap((exception) =>
    exception.nights === 'whole'
      ? standing(exception, schedule, earlier).flatMap((one) => withWholeNights(one, openings, span))
      : standing(exception, schedule, calendars),
  );
}

/** All calendars of a schedule together take at most so many steps to read, and as many to lay out once. */
const CALENDARS_STEPS = 500_000;

/** What the calendars of a schedule may cost together, as a part of a whole that does not pay for the first `free` steps. */
export function calendarsBudget({ id }: Pick<Schedule, 'id'>, whole?: StepBudget, free = 0): StepBudget {
  return stepBudget(CALENDARS_STEPS, { what: `laying out the calendars of the schedule "${id}"`, whole, free });
}

/** Reading the calendars of one schedule is paid for by nobody else up to so many steps: some hundred ordinary events. */
const MODEST_STEPS = 50_000;

/** All schedules that are read together take at most so many steps for what their calendars cost beyond that. */
const READING_STEPS = 4_000_000;

/** What reading the calendars of schedules may cost. */
export interface ReadingBudget {
  /** For the texts that are kept. */
  readonly kept: StepBudget;
  /** For newer ones of which some events cannot be read: whatever a host gives, enough is left for the last good copy. */
  readonly newer: StepBudget;
}

/** What the calendars of all schedules that are read together may cost beyond the first steps of each. */
export function readingBudget(): ReadingBudget {
  const budget = () => stepBudget(READING_STEPS, { what: 'reading the calendars of all schedules' });
  return { kept: budget(), newer: budget() };
}

/** What reading the calendars of one schedule may cost, perhaps as a part of what those of many may. */
export function readingBudgetOf(schedule: Pick<Schedule, 'id'>, whole?: ReadingBudget): ReadingBudget {
  const budget = (ofMany: StepBudget | undefined) => calendarsBudget(schedule, ofMany, MODEST_STEPS);
  return { kept: budget(whole?.kept), newer: budget(whole?.newer) };
}

/** An exception says something else of capacities than these windows. A dated window stands above it; a maintenance asks for none. */
export function isBelowExceptions({ recurrence, maintenance }: Window): boolean {
  return recurrence.kind !== 'date' && maintenance === undefined;
}

/** From the first date and time of an exception to its last; whole days without times. */
export function datesSpan(
  { from, to, fromTime, toTime }: Pick<DatesException, 'from' | 'to' | 'fromTime' | 'toTime'>,
  timeZone: string,
): Span {
  const opens = openingInstant(from.toPlainDateTime(fromTime), timeZone);
  if (toTime === undefined) return { opens, closes: startOfDate(to.add({ days: 1 }), timeZone) };
  const isNextDay = from.equals(to) && Temporal.PlainTime.compare(toTime, fromTime ?? MIDNIGHT) <= 0;
  return { opens, closes: closingInstant(to.add({ days: isNextDay ? 1 : 0 }).toPlainDateTime(toTime), timeZone) };
}

const MIDNIGHT = new Temporal.PlainTime();

/** Whole days by the clock of a zone, so many from a first one on. */
export function daysSpanOf(
  { first, days }: { readonly first: DayNumber; readonly days: number },
  clock: ZoneClock,
): EpochSpan {
  return {
    opens: firstShowing(clock, first * DAY_MILLISECONDS),
    closes: firstShowing(clock, (first + days) * DAY_MILLISECONDS),
  };
}

/** When a date begins in a time zone: midnight, or what the clocks show first of it. */
export function startOfDate(date: Temporal.PlainDate, timeZone: string): Temporal.Instant {
  return openingInstant(date.toPlainDateTime(), timeZone);
}

function standing(
  exception: Exception,
  { timeZone }: Schedule,
  { from, until, budget }: LayoutSpan,
): readonly ExceptionSpan[] {
  if (exception.kind === 'dates') return [{ exception, span: toEpochSpan(datesSpan(exception, timeZone)) }];
  const events = exception.eventsBetween(from, until, budget);
  budget.spend(events.length);
  const byName = Map.groupBy(events, ({ name }) => name);
  return [...byName].flatMap(([name, ofName]) => {
    const one: StandingException = { name, capacity: exception.capacity };
    return unionOf(ofName.map(toEpochSpan)).map((span) => ({ exception: one, span }));
  });
}

/**
 * An exception that takes whole nights holds until the last window that opens on its days has closed, and not while a window is
 * open that opened before or after them: a holiday on Friday leaves the night from Thursday alone, and takes the next one.
 */
function withWholeNights(
  { exception, span }: ExceptionSpan,
  openings: readonly EpochOpening[],
  { budget }: LayoutSpan,
): readonly ExceptionSpan[] {
  budget.spend(openings.length);
  const begins = (opening: EpochOpening) => span.opens <= opening.span.opens && opening.span.opens < span.closes;
  const own = openings.filter(begins).map((one) => one.span);
  const held = { opens: span.opens, closes: Math.max(span.closes, ...own.map(({ closes }) => closes)) };
  const others = openings.filter((one) => !begins(one)).flatMap((one) => within(one.span, held));
  return without(held, unionOf(others)).map((part) => ({ exception, span: part }));
}

function longestReach({ windows }: Schedule): number {
  return 24 * (1 + Math.max(0, ...windows.map(({ recurrence }) => reachOf(recurrence))));
}
