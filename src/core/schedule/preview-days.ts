import type { Temporal } from 'temporal-polyfill';
import { isBefore } from '../time/instants.ts';
import { capacityAt } from './capacity-at.ts';
import type { Timeline } from './timeline.ts';
import type { Span } from './window-span.ts';

/** The node hours of a schedule's minima on a day of its zone, or on the requested part of it. */
export interface PreviewDay {
  readonly date: Temporal.PlainDate;
  /** The length of the day: 23 or 25 on the days of most clock changes. */
  readonly hours: number;
  /** Node hours of the minima. */
  readonly nodeHours: number;
}

/** Splits a timeline into the days of the schedule's zone, for a pool of `poolSize` nodes. */
export function previewDays(timeline: Timeline, poolSize: number): readonly PreviewDay[] {
  const days = daysOf(timeline).map((day) => ({ ...day, milliseconds: 0 }));
  let first = 0;
  for (const segment of timeline.segments) {
    const { from, until } = segment;
    // A timeline with this segment only, so that no search is needed.
    const { min } = capacityAt([{ schedule: timeline.schedule, segments: [segment] }], from, poolSize);
    for (let index = first; index < days.length; index += 1) {
      const day = days[index];
      if (day === undefined || !isBefore(day.opens, until)) break;
      if (!isBefore(from, day.closes)) first = index + 1;
      day.milliseconds += min * overlap(day, { opens: from, closes: until });
    }
  }
  return days.map(({ date, opens, closes, milliseconds }) => ({
    date,
    hours: opens.until(closes).total('hours'),
    nodeHours: milliseconds / HOUR,
  }));
}

const HOUR = 3_600_000;

interface Day extends Span {
  readonly date: Temporal.PlainDate;
}

function daysOf({ schedule: { timeZone }, segments }: Timeline): readonly Day[] {
  const [from, until] = [segments[0]?.from, segments.at(-1)?.until];
  if (from === undefined || until === undefined) return [];
  const days: Day[] = [];
  let opens = from;
  while (isBefore(opens, until)) {
    const date = opens.toZonedDateTimeISO(timeZone).toPlainDate();
    const next = date.add({ days: 1 }).toZonedDateTime(timeZone).toInstant();
    const closes = isBefore(next, until) ? next : until;
    days.push({ date, opens, closes });
    opens = closes;
  }
  return days;
}

function overlap(a: Span, b: Span): number {
  const from = Math.max(a.opens.epochMilliseconds, b.opens.epochMilliseconds);
  return Math.max(0, Math.min(a.closes.epochMilliseconds, b.closes.epochMilliseconds) - from);
}
