import type { Temporal } from 'temporal-polyfill';
import type { StepBudget } from '../step-budget.ts';
import type { Amount } from './amount.ts';
import type { DateMatcher } from './date-matcher.ts';

/** How many nodes must be ready (`min`) and may be allocated (`max`; `undefined` means no limit). */
export interface Capacity {
  readonly min: Amount;
  readonly max: Amount | undefined;
}

/** The dates and wall-clock times at which a window opens, and for how long. */
export type Recurrence = DaysRecurrence | DateRecurrence | CronRecurrence;

/** Wall-clock times of a day; a `to` that is not later than `from` is on the next day (24:00 is 00:00 of the next day). */
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

/** Opens at the wall-clock times of a cron expression, and stays open for a duration of wall time. */
export interface CronRecurrence {
  readonly kind: 'cron';
  readonly cron: string;
  readonly duration: Temporal.Duration;
  /** The times at which it opens on a date, in order. */
  readonly timesOn: (date: Temporal.PlainDate) => readonly Temporal.PlainTime[];
}

/** A named span of wall time, recurring or not, with the capacity that it requests. */
export interface Window {
  readonly name: string;
  readonly recurrence: Recurrence;
  readonly capacity: Capacity;
  /** Of the windows that are open at an instant, those with the highest priority are effective. */
  readonly priority: number;
  /**
   * In a maintenance window, each deallocated node is started for this long, to install updates; such a window requests no
   * capacity.
   */
  readonly maintenance?: Temporal.Duration | undefined;
  /** Its own time zone; by default, that of the schedule. */
  readonly timeZone?: string | undefined;
  /** The first and the last date on which it opens; `undefined` means no limit. */
  readonly validFrom?: Temporal.PlainDate | undefined;
  readonly validUntil?: Temporal.PlainDate | undefined;
}

/** When the windows of a schedule do not apply, and what applies instead. */
export type Exception = DatesException | CalendarException;

/**
 * What happens to a window that is open when an exception begins or ends. `cut`: the exception applies from its beginning to
 * its end. `whole`: a window that opened earlier stays open, and one that would open on the exception's days does not open at
 * all.
 */
export type Nights = 'cut' | 'whole';

/** Days in the schedule's zone, both included; from a time of the first to a time of the last, if given. */
export interface DatesException {
  readonly kind: 'dates';
  readonly nights?: Nights | undefined;
  readonly fromTime?: Temporal.PlainTime | undefined;
  /** For a single day, a time that is not later than `fromTime` is on the next day. */
  readonly toTime?: Temporal.PlainTime | undefined;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  readonly capacity: Capacity;
  /** The name for people: `2026-12-24`. */
  readonly name: string;
}

/** The events of a calendar. */
export interface CalendarException {
  readonly kind: 'calendar';
  readonly nights?: Nights | undefined;
  readonly capacity: Capacity;
  /** The name for people: `holidays.ics`. */
  readonly name: string;
  /** Changes with the content of the calendar. */
  readonly version: string;
  /** A remark on the calendar, for example that it could not be fetched recently. */
  readonly note: string | undefined;
  /**
   * The events that touch a span, both ends included, charged to a budget.
   * @throws Error if the calendar cannot be expanded within it
   */
  readonly eventsBetween: (
    from: Temporal.Instant,
    until: Temporal.Instant,
    whole?: StepBudget,
  ) => readonly CalendarEventSpan[];
}

/** One occurrence of a calendar event; `closes` is exclusive. */
export interface CalendarEventSpan {
  readonly opens: Temporal.Instant;
  readonly closes: Temporal.Instant;
  /** The name for people: `Good Friday (holidays.ics)`. */
  readonly name: string;
}

/** Windows in a time zone, and the capacity while none of them is open. */
export interface Schedule {
  readonly id: string;
  /** IANA name, such as `Europe/Berlin`. */
  readonly timeZone: string;
  readonly windows: readonly Window[];
  readonly outside: Capacity;
  readonly exceptions: readonly Exception[];
  /** The first and the last date on which it requests anything; `undefined` means no limit. */
  readonly validFrom: Temporal.PlainDate | undefined;
  readonly validUntil: Temporal.PlainDate | undefined;
}
