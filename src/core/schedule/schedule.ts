import type { Temporal } from 'temporal-polyfill';
import type { StepBudget } from '../step-budget.ts';
import type { Amount } from './amount.ts';
import type { DateMatcher } from './date-matcher.ts';

/** How many nodes must be ready (`min`) and may be allocated (`max`; `undefined` is no limit). */
export interface Capacity {
  readonly min: Amount;
  readonly max: Amount | undefined;
}

/** The dates and wall-clock times at which a window opens, and how long it stays open. */
export type Recurrence = DaysRecurrence | DateRecurrence | CronRecurrence;

/** Wall-clock times of a day; a `to` that is not later than `from` falls on the next day (24:00 is 00:00 of it). */
export interface TimesOfDay {
  readonly from: Temporal.PlainTime;
  readonly to: Temporal.PlainTime;
}

/** Opens on every date that matches. */
export interface DaysRecurrence extends TimesOfDay {
  readonly kind: 'days';
  readonly days: DateMatcher;
}

/** Opens on one date. */
export interface DateRecurrence extends TimesOfDay {
  readonly kind: 'date';
  readonly date: Temporal.PlainDate;
}

/** Opens at the wall-clock times of a cron expression and stays open for a length of wall time. */
export interface CronRecurrence {
  readonly kind: 'cron';
  readonly cron: string;
  readonly duration: Temporal.Duration;
  /** The times at which it opens on a date, in order. */
  readonly timesOn: (date: Temporal.PlainDate) => readonly Temporal.PlainTime[];
}

/** A named span of wall time that returns, or comes once, with the capacity it asks for. */
export interface Window {
  readonly name: string;
  readonly recurrence: Recurrence;
  readonly capacity: Capacity;
  /** Of the windows open at one instant, those with the highest priority count. */
  readonly priority: number;
  /**
   * In a maintenance window each node that was off is switched on for so long, so that it takes what it has missed; such a
   * window asks for no capacity.
   */
  readonly maintenance?: Temporal.Duration | undefined;
  /** Its own zone; that of the schedule without it. */
  readonly timeZone?: string | undefined;
  /** The first and the last date on which it opens; without limit where `undefined`. */
  readonly validFrom?: Temporal.PlainDate | undefined;
  readonly validUntil?: Temporal.PlainDate | undefined;
}

/** When the windows of a schedule do not hold, and what holds instead. */
export type Exception = DatesException | CalendarException;

/**
 * What becomes of a window that is open when an exception begins or ends. `cut`: the exception holds from its beginning to its
 * end. `whole`: a window that opened before it stays open, and one that opens on its days does not, to its own end.
 */
export type Nights = 'cut' | 'whole';

/** Days in the schedule's zone, both ends included, from a time of the first to a time of the last if they are given. */
export interface DatesException {
  readonly kind: 'dates';
  readonly nights?: Nights | undefined;
  readonly fromTime?: Temporal.PlainTime | undefined;
  /** Of a single day a time that is not later than `fromTime` falls on the next one. */
  readonly toTime?: Temporal.PlainTime | undefined;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly capacity: Capacity;
  /** What it is, for people: `2026-12-24`. */
  readonly name: string;
}

/** The events of a calendar. */
export interface CalendarException {
  readonly kind: 'calendar';
  readonly nights?: Nights | undefined;
  readonly capacity: Capacity;
  /** The calendar, for people: `holidays.ics`. */
  readonly name: string;
  /** Changes with what the calendar says. */
  readonly version: string;
  /** What should be known of the calendar: that it could not be fetched lately. */
  readonly note: string | undefined;
  /**
   * The events that touch a span of time, both ends included, at the cost of the budget of a whole.
   * @throws Error if the calendar says more than can be laid out
   */
  readonly eventsBetween: (
    from: Temporal.Instant,
    until: Temporal.Instant,
    whole?: StepBudget,
  ) => readonly CalendarEventSpan[];
}

/** One time that an event of a calendar takes place; half open. */
export interface CalendarEventSpan {
  readonly opens: Temporal.Instant;
  readonly closes: Temporal.Instant;
  /** What it is, for people: `Good Friday (holidays.ics)`. */
  readonly name: string;
}

/** Windows in a time zone, and the capacity where none of them is open. */
export interface Schedule {
  readonly id: string;
  /** IANA name, such as `Europe/Berlin`. */
  readonly timeZone: string;
  readonly windows: readonly Window[];
  readonly outside: Capacity;
  readonly exceptions: readonly Exception[];
  /** The first and the last date on which it asks anything at all; without limit where `undefined`. */
  readonly validFrom: Temporal.PlainDate | undefined;
  readonly validUntil: Temporal.PlainDate | undefined;
}
