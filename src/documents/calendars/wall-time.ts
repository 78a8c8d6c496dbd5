import { Temporal } from 'temporal-polyfill';
import { dayNumberOf } from '../../core/time/calendar-day.ts';
import { DAY_MILLISECONDS, sinceMidnight, type WallMilliseconds } from '../../core/time/epoch.ts';

/** A wall time such as `2026-12-24T10:00:00`, with or without a Z at its end. @throws RangeError if it is invalid */
export function wallTime(text: string): WallMilliseconds {
  const wall = Temporal.PlainDateTime.from(text.replace(/Z$/, ''));
  return dayNumberOf(wall) * DAY_MILLISECONDS + sinceMidnight(wall);
}

/**
 * A date or a time as a calendar writes it, such as `20261224` or `20261224T100000Z`, in the form of ISO 8601; `undefined` for
 * any other text. Fractions of a second are left out, as some programs write them. An offset such as `+0100` is none of the
 * forms: without it, the time would be another one.
 */
export function isoOf(text: string): string | undefined {
  const [, year, month, day, hour, minute, second, zone] =
    /^(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)(?:\.\d{1,9})?(Z?))?$/.exec(text.toUpperCase()) ?? [];
  if (year === undefined) return undefined;
  const date = `${year}-${month}-${day}`;
  return hour === undefined ? date : `${date}T${hour}:${minute}:${second}${zone}`;
}
