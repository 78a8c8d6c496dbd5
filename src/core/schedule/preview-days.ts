import type { Temporal } from 'temporal-polyfill';
import { isBefore } from '../time/instants.ts';
import { capacityAt } from './capacity-at.ts';
import type { Timeline } from './timeline.ts';
import type { Span } from './window-span.ts';

/** What the minima of a schedule come to on a day of its zone, or on the part of it that was asked for. */
export interface PreviewDay {
  readonly date: Temporal.PlainDate;
  /** How long it is: 23 or 25 on the days of most clock changes. */
  readonly hours: number;
  /** Hours times nodes that must be ready. */
  readonly nodeHours: number;
}

/** Splits what was laid out into the days of the schedule's zone, for a pool of so many nodes. */
export function previewDays(timeline: Timeline, poolSize: number): readonly PreviewDay[] {
  const days = daysOf(timeline).map((day) => ({ ...day, milliseconds: 0 }));
  let first = 0;
  for (const segment of timeline.segments) {
    const { from, until } = segment;
    // A timeline of its own: nothing has to be looked for.
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
