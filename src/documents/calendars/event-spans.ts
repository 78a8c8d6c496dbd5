import { Temporal } from 'temporal-polyfill';
import { daysSpan } from '../../core/schedule/exception-spans.ts';
import type { Span } from '../../core/schedule/window-span.ts';
import { isBefore } from '../../core/time/instants.ts';
import type { Budget } from './budget.ts';
import type { CalendarEvent } from './event.ts';
import type { EventLength } from './event-length.ts';
import { type Moment, wallOf } from './moment.ts';
import { type WallSpan, wallTimesBetween } from './recurrence.ts';
import type { RecurrenceRule } from './recurrence-rule.ts';
import { type WallClock, zoneClock } from './wall-clock.ts';

/** A span of time, and the zone for whole days and for times that name none. */
export interface Surroundings {
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
  readonly timeZone: string;
  /** The wall times of any zone that may lie in the span. */
  readonly walls: WallSpan;
}

/** What is around an event between two instants. */
export function surroundings(from: Temporal.Instant, until: Temporal.Instant, timeZone: string): Surroundings {
  const utc = zoneClock('UTC');
  // Wall time is at most 15 hours away from UTC; the rest is room.
  return { from, until, timeZone, walls: { from: utc.at(from).subtract(ROOM), until: utc.at(until).add(ROOM) } };
}

const ROOM = { days: 2 };

/**
 * The spans in which an event takes place, as far as they touch a span of time, both ends included. Times follow the rules
 * of windows on the days of a clock change. An event without length takes place at no time.
 * @throws CalendarFault if its rules are more than the budget allows
 */
export function spansOf(event: CalendarEvent, around: Surroundings, budget: Budget): readonly Span[] {
  const { from, until, timeZone } = around;
  const spans = occurrencesOf(event, around, budget).map(({ start, length }) => spanOf(start, length, timeZone));
  return spans.filter(
    ({ opens, closes }) => isBefore(opens, closes) && !isBefore(closes, from) && !isBefore(until, opens),
  );
}

interface Occurrence {
  readonly start: Moment;
  readonly length: EventLength;
}

function occurrencesOf(event: CalendarEvent, around: Surroundings, budget: Budget): readonly Occurrence[] {
  const { start, length, rules, added, left } = event;
  const recurring = rules.flatMap((rule) => {
    const until = lastOf(rule, start, clockOf(start, around));
    return wallTimesBetween({ rule, start: wallOf(start), until }, reaching(around.walls, length), budget);
  });
  // A rule may come upon the beginning, and two rules upon each other.
  const walls = new Map(recurring.map((wall) => [wall.toString(), wall]));
  const own =
    rules.length === 0 ? [{ start, length }] : [...walls.values()].map((wall) => like({ start, length }, wall));
  const near = [...own, ...added].filter((one) => isWithin(wallOf(one.start), reaching(around.walls, one.length)));
  if (left.length === 0 || near.length === 0) return near;
  const isLeft = leavingOut(left, around);
  return near.filter((one) => !isLeft(one.start));
}

/** The wall times at which something of a length begins that takes place in a span. */
function reaching({ from, until }: WallSpan, length: EventLength): WallSpan {
  return { from: from.subtract({ days: lengthInDays(length) }), until };
}

function isWithin(wall: Temporal.PlainDateTime, { from, until }: WallSpan): boolean {
  return Temporal.PlainDateTime.compare(from, wall) <= 0 && Temporal.PlainDateTime.compare(wall, until) <= 0;
}

/** UNTIL in UTC is a time of the event's own clock; as a date it includes the day, and of a date only its date counts. */
function lastOf({ until }: RecurrenceRule, start: Moment, clock: WallClock): Temporal.PlainDateTime | undefined {
  if (until === undefined) return undefined;
  if (start.kind === 'date') return Temporal.PlainDate.from(until.slice(0, 10)).toPlainDateTime();
  if (until.endsWith('Z')) return clock.at(Temporal.Instant.from(until));
  return until.includes('T')
    ? Temporal.PlainDateTime.from(until)
    : Temporal.PlainDate.from(until).toPlainDateTime('23:59:59');
}

/** A moment is left out where the same instant is, or the date on which it begins. */
function leavingOut(left: readonly Moment[], around: Surroundings): (moment: Moment) => boolean {
  const dates = new Set(left.filter(({ kind }) => kind === 'date').map((moment) => dateOf(moment)));
  const times = left.filter(({ kind }) => kind === 'time');
  const instants = new Set(times.map((moment) => instantOf(moment, around)));
  const timedDates = new Set(times.map(dateOf));
  return (moment) =>
    dates.has(dateOf(moment)) ||
    (moment.kind === 'date' ? timedDates.has(dateOf(moment)) : instants.has(instantOf(moment, around)));
}

function dateOf(moment: Moment): string {
  return wallOf(moment).toPlainDate().toString();
}

function instantOf(moment: Moment, around: Surroundings): string {
  return clockOf(moment, around).opening(wallOf(moment)).toString();
}

function clockOf(moment: Moment, { timeZone }: Pick<Surroundings, 'timeZone'>): WallClock {
  return (moment.kind === 'time' ? moment.clock : undefined) ?? zoneClock(timeZone);
}

function like({ start, length }: Occurrence, wall: Temporal.PlainDateTime): Occurrence {
  const moved: Moment = start.kind === 'date' ? { kind: 'date', date: wall.toPlainDate() } : { ...start, wall };
  return { start: moved, length };
}

function spanOf(start: Moment, length: EventLength, timeZone: string): Span {
  if (start.kind === 'date') {
    const days = length.kind === 'days' ? length.days : 1;
    return daysSpan({ from: start.date, to: start.date.add({ days: days - 1 }) }, timeZone);
  }
  const clock = clockOf(start, { timeZone });
  const opens = clock.opening(start.wall);
  if (length.kind === 'exact') {
    const begins = length.days === 0 ? opens : clock.opening(start.wall.add({ days: length.days }));
    return { opens, closes: begins.add(length.exact) };
  }
  const wall = length.kind === 'wall' ? length.wall : Temporal.Duration.from({ hours: length.days * 24 });
  const closes = clock.closing(start.wall.add(wall));
  // As for a window: what the gap would swallow keeps its length.
  return { opens, closes: isBefore(opens, closes) ? closes : opens.add(wall) };
}

function lengthInDays(length: EventLength): number {
  switch (length.kind) {
    case 'days':
      return length.days;
    case 'wall':
      return Math.ceil(length.wall.total('hours') / 24);
    case 'exact':
      return length.days + Math.ceil(length.exact.total('hours') / 24);
  }
}
