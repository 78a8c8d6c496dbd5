import type { Temporal } from 'temporal-polyfill';
import { calendarDay, dayNumberOf, plainDateOf } from '../time/calendar-day.ts';
import { DAY_MILLISECONDS, type DayNumber, type EpochMilliseconds, instantOf, sinceMidnight } from '../time/epoch.ts';
import { firstShowing, lastShowing, type ZoneClock } from '../time/zone-clock.ts';
import { matchesDate } from './date-matcher.ts';
import type { Recurrence, TimesOfDay } from './schedule.ts';

/** One opening of a window: `opens` is included, `closes` is not. */
export interface Span {
  readonly opens: Temporal.Instant;
  readonly closes: Temporal.Instant;
}

/** A span in numbers. */
export interface EpochSpan {
  readonly opens: EpochMilliseconds;
  readonly closes: EpochMilliseconds;
}

/** The spans that begin on a date. */
export type SpansOn = (date: DayNumber) => readonly EpochSpan[];

/**
 * The spans of a recurrence in a time zone: one for each matching date, or one for each time of a cron expression.
 *
 * There is exactly one span for each matching date, on both days of clock changes too, and it is never empty or inverted: if a
 * gap would move the opening to or past the closing (02:30 to 03:00 in Berlin on 2026-03-29), the window keeps the length of
 * its wall times (03:30 to 04:00).
 */
export function spansBy(recurrence: Recurrence, clock: ZoneClock): SpansOn {
  if (recurrence.kind === 'cron') {
    const length = recurrence.duration.total('milliseconds');
    const times = recurrence.timesOn;
    return (date) => times(plainDateOf(date)).map((from) => spanOf(date, { from: sinceMidnight(from), length }, clock));
  }
  const opening = openingOf(recurrence);
  const matches = matcherOf(recurrence);
  return (date) => (matches(date) ? [spanOf(date, opening, clock)] : []);
}

/** The most dates by which a span can extend beyond the date on which it begins. */
export function reachOf(recurrence: Recurrence): number {
  return recurrence.kind === 'cron' ? Math.ceil(recurrence.duration.total('hours') / 24) : 1;
}

export function toSpan({ opens, closes }: EpochSpan): Span {
  return { opens: instantOf(opens), closes: instantOf(closes) };
}

function matcherOf(recurrence: Exclude<Recurrence, { kind: 'cron' }>): (date: DayNumber) => boolean {
  if (recurrence.kind === 'days') return (date) => matchesDate(recurrence.days, calendarDay(date));
  const only = dayNumberOf(recurrence.date);
  return (date) => date === only;
}

/** A wall time after midnight and a duration of wall time, both in milliseconds. */
interface Opening {
  readonly from: number;
  readonly length: number;
}

function spanOf(date: DayNumber, { from, length }: Opening, clock: ZoneClock): EpochSpan {
  const opensAt = date * DAY_MILLISECONDS + from;
  const opens = firstShowing(clock, opensAt);
  const closes = lastShowing(clock, opensAt + length);
  return opens < closes ? { opens, closes } : { opens, closes: opens + length };
}

function openingOf({ from, to }: TimesOfDay): Opening {
  const opensAt = sinceMidnight(from);
  const length = sinceMidnight(to) - opensAt;
  return { from: opensAt, length: length > 0 ? length : length + DAY_MILLISECONDS };
}
