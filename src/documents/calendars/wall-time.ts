import { Temporal } from 'temporal-polyfill';
import { dayNumberOf } from '../../core/time/calendar-day.ts';
import { DAY_MILLISECONDS, sinceMidnight, type WallMilliseconds } from '../../core/time/epoch.ts';

/** A wall time such as `2026-12-24T10:00:00`, with or without a Z at its end. @throws RangeError if it is invalid */
export function wallTime(text: string): WallMilliseconds {
  const wall = Temporal.PlainDateTime.from(text.replace(/Z$/, ''));
  return dayNumberOf(wall) * DAY_MILLISECONDS + sinceMidnight(wall);
}
