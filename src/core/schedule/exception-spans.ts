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

/** What applies during an exception. */
export interface StandingException {
  readonly name: string;
  readonly capacity: Capacity;
  /** The exception of the schedule, if this is an event of its calendar. */
  readonly source?: Exception;
}

/** An exception, and one span in which it applies. */
export interface ExceptionSpan {
  readonly exception: StandingException;
  readonly span: EpochSpan;
}

/**
 * Every span in which an exception of a schedule applies and that may touch a given span. A calendar gives one for each event,
 * or for consecutive events of the same name.
 * @throws StepsSpent if the budget does not allow it
 */
export function exceptionSpansBetween(schedule: Schedule, span: LayoutSpan): readonly ExceptionSpan[] {
  const { exceptions } = schedule;
  if (exceptions.length === 0) return [];
  const calendars = { ...span, budget: calendarsBudget(schedule, span.budget) };
  const whole = exceptions.filter(({ nights }) => nights === 'whole');
  if (whole.length === 0) return exceptions.flatMap((exception) => standing(exception, schedule, calendars));
  // A night that began on the days of an exception may reach into the span although the days do not.
  const earlier = { ...calendars, from: span.from.subtract({ hours: longestReach(schedule) }) };
  const openings = epochOpenings(schedule, earlier).filter(({ window }) => isBelowExceptions(window));
  return exceptions.flatMap((exception) =>
    exception.nights === 'whole'
      ? standing(exception, schedule, earlier).flatMap((one) => withWholeNights(one, openings, span))
      : standing(exception, schedule, calendars),
  );
}

/** The most steps to parse all calendars of a schedule, and to expand them once. */
const CALENDARS_STEPS = 500_000;

/** The budget of a schedule's calendars, as a part of a whole that does not pay for the first `free` steps. */
export function calendarsBudget({ id }: Pick<Schedule, 'id'>, whole?: StepBudget, free = 0): StepBudget {
  return stepBudget(CALENDARS_STEPS, { what: `laying out the calendars of the schedule "${id}"`, whole, free });
}

/** The steps for the calendars of each schedule that do not count against the shared budget: some hundred ordinary events. */
const MODEST_STEPS = 50_000;

/** The most steps that all schedules together may take beyond these. */
const READING_STEPS = 4_000_000;

/** The budgets for parsing calendars of schedules. */
export interface ReadingBudget {
  /** For the stored texts. */
  readonly kept: StepBudget;
  /** For newer texts with unreadable events: whatever a host sends, enough is left for the last good copy. */
  readonly newer: StepBudget;
}

/** The budget that the calendars of all schedules share, beyond the first steps of each. */
export function readingBudget(): ReadingBudget {
  const budget = () => stepBudget(READING_STEPS, { what: 'reading the calendars of all schedules' });
  return { kept: budget(), newer: budget() };
}

/** The budget for parsing the calendars of one schedule, optionally as a part of a shared one. */
export function readingBudgetOf(schedule: Pick<Schedule, 'id'>, whole?: ReadingBudget): ReadingBudget {
  const budget = (ofMany: StepBudget | undefined) => calendarsBudget(schedule, ofMany, MODEST_STEPS);
  return { kept: budget(whole?.kept), newer: budget(whole?.newer) };
}

/** Exceptions take precedence over these windows. They do not over dated windows, and maintenance windows request no capacity. */
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

/** A number of whole days in a time zone. */
export function daysSpanOf(
  { first, days }: { readonly first: DayNumber; readonly days: number },
  clock: ZoneClock,
): EpochSpan {
  return {
    opens: firstShowing(clock, first * DAY_MILLISECONDS),
    closes: firstShowing(clock, (first + days) * DAY_MILLISECONDS),
  };
}

/** The first instant of a date in a time zone: midnight, or the first wall time that exists. */
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
    const one: StandingException = { name, capacity: exception.capacity, source: exception };
    return unionOf(ofName.map(toEpochSpan)).map((span) => ({ exception: one, span }));
  });
}

/**
 * An exception with whole nights applies until the last window that opens on its days has closed, and not while a window is
 * open that opened before or after them: a holiday on Friday does not affect the night from Thursday, but the next one.
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
