import type { Temporal } from 'temporal-polyfill';
import type { Amount } from './amount.ts';
import type { Weekday } from './weekday.ts';

/** How many nodes must be ready (`min`) and may be allocated (`max`; `undefined` is no limit). */
export interface Capacity {
  readonly min: Amount;
  readonly max: Amount | undefined;
}

/**
 * The dates and wall-clock times at which a window opens. Weekly is the one there is; cron expressions and single dates
 * are further members of this union, distinguished by `kind`.
 */
export type Recurrence = WeeklyRecurrence;

/** Opens on each of the named weekdays; a `to` that is not later than `from` falls on the next day (24:00 is 00:00 of it). */
export interface WeeklyRecurrence {
  readonly kind: 'weekly';
  readonly days: ReadonlySet<Weekday>;
  readonly from: Temporal.PlainTime;
  readonly to: Temporal.PlainTime;
}

/** A named span of wall time that returns, with the capacity it asks for. */
export interface Window {
  readonly name: string;
  readonly recurrence: Recurrence;
  readonly capacity: Capacity;
  /** Of the windows open at one instant, those with the highest priority count. */
  readonly priority: number;
}

/** Windows in a time zone, and the capacity where none of them is open. */
export interface Schedule {
  readonly id: string;
  /** IANA name, such as `Europe/Berlin`. */
  readonly timeZone: string;
  readonly windows: readonly Window[];
  readonly outside: Capacity;
}
