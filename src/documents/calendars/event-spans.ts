import { daysSpanOf } from '../../core/schedule/exception-spans.ts';
import type { EpochSpan } from '../../core/schedule/window-span.ts';
import type { StepBudget } from '../../core/step-budget.ts';
import { DAY_MILLISECONDS, dayOf, type EpochMilliseconds, type WallMilliseconds } from '../../core/time/epoch.ts';
import { firstShowing, lastShowing, shownAt, type ZoneClock } from '../../core/time/zone-clock.ts';
import type { EventTimes } from './event.ts';
import { type EventLength, lengthInDays, lengthTo } from './event-length.ts';
import { type Moment, wallOf } from './moment.ts';
import { type WallSpan, wallTimesBetween } from './recurrence.ts';
import type { RecurrenceRule } from './recurrence-rule.ts';
import { wallTime } from './wall-time.ts';

/** The span, the clocks and the budget for laying out events. */
export interface Surroundings {
  readonly from: EpochMilliseconds;
  readonly until: EpochMilliseconds;
  /** The clock of the schedule, for whole days and for times without a zone. */
  readonly clock: ZoneClock;
  /** The clock of the calendar, if it names a zone. */
  readonly ofCalendar: ZoneClock | undefined;
  readonly budget: StepBudget;
}

/** Wall time differs from UTC by at most 15 hours; the rest is a margin. */
const ROOM = 2 * DAY_MILLISECONDS;

/**
 * The spans of an event that touch a span of time, both ends included. On days of a clock change, times follow the rules of
 * windows. An event without length has no span.
 * @throws CalendarFault if it ends before it begins
 * @throws StepsSpent if its rules take more than the budget allows
 */
export function spansOf(times: EventTimes, around: Surroundings): readonly EpochSpan[] {
  const { from, until } = around;
  const spans = occurrencesOf(times, around).map((one) => spanOf(one, around));
  return spans.filter(({ opens, closes }) => opens < closes && from <= closes && opens <= until);
}

interface Occurrence {
  readonly start: Moment;
  readonly length: EventLength;
}

function occurrencesOf({ start, end, rules, added, excluded }: EventTimes, around: Surroundings) {
  const instantOf = (moment: Moment) => firstShowing(clockOf(moment, around), wallOf(moment));
  const length = lengthTo(start, end, instantOf);
  const recurring = rules.flatMap((rule) => {
    const until = lastOf(rule, start, around);
    return wallTimesBetween({ rule, start: wallOf(start), until }, reaching(around, length), around.budget);
  });
  // A rule may match the start, and two rules may match the same time.
  const own = rules.length === 0 ? [wallOf(start)] : [...new Set(recurring)];
  around.budget.spend(own.length + added.length + excluded.length);
  const all = [
    ...own.map((wall): Occurrence => ({ start: movedTo(start, wall), length })),
    ...added.map((one) => ({
      start: one.start,
      length: one.end === undefined ? length : lengthTo(one.start, one.end, instantOf),
    })),
  ];
  const near = all.filter((one) => isWithin(wallOf(one.start), reaching(around, one.length)));
  if (excluded.length === 0 || near.length === 0) return near;
  const isExcluded = excluding(excluded, instantOf);
  return near.filter((one) => !isExcluded(one.start));
}

/** The wall times between which an event of this length may start if it takes place in the span. */
function reaching({ from, until }: Surroundings, length: EventLength): WallSpan {
  return { from: from - ROOM - lengthInDays(length) * DAY_MILLISECONDS, until: until + ROOM };
}

function isWithin(wall: WallMilliseconds, { from, until }: WallSpan): boolean {
  return from <= wall && wall <= until;
}

/** UNTIL in UTC becomes a wall time of the event's own clock; UNTIL as a date includes that day. */
function lastOf({ until }: RecurrenceRule, start: Moment, around: Surroundings): WallMilliseconds | undefined {
  if (until === undefined) return undefined;
  if (!until.includes('T')) {
    const date = wallTime(`${until}T00:00:00`);
    return start.kind === 'date' ? date : date + DAY_MILLISECONDS - 1000;
  }
  const wall = wallTime(until);
  if (!until.endsWith('Z')) return wall;
  return start.kind === 'date' ? lastDateOf(wall, around) : shownAt(clockOf(start, around), wall);
}

/**
 * The last date of a whole-day event whose UNTIL is a time in UTC. Outlook and Exchange write the local midnight of the last
 * day: "until 23 February" is 20260222T230000Z in Berlin. If the time is not midnight in the zone of the schedule or of the
 * calendar, its date is used as written, as Google and Android mean it.
 */
function lastDateOf(utc: EpochMilliseconds, { clock, ofCalendar }: Surroundings): WallMilliseconds {
  const shown = [clock, ...(ofCalendar === undefined ? [] : [ofCalendar])].map((one) => shownAt(one, utc));
  return shown.find((wall) => wall % DAY_MILLISECONDS === 0) ?? dayOf(utc) * DAY_MILLISECONDS;
}

/** A moment is excluded by the same instant, or by the date on which it begins. */
function excluding(
  excluded: readonly Moment[],
  instantOf: (moment: Moment) => EpochMilliseconds,
): (moment: Moment) => boolean {
  const times = excluded.filter(({ kind }) => kind === 'time');
  const dates = new Set(excluded.filter(({ kind }) => kind === 'date').map(dateOf));
  const instants = new Set(times.map(instantOf));
  const timedDates = new Set(times.map(dateOf));
  return (moment) =>
    dates.has(dateOf(moment)) ||
    (moment.kind === 'date' ? timedDates.has(dateOf(moment)) : instants.has(instantOf(moment)));
}

function dateOf(moment: Moment): number {
  return dayOf(wallOf(moment));
}

function clockOf(moment: Moment, { clock, budget }: Surroundings): ZoneClock {
  return moment.kind === 'time' && moment.zone !== undefined ? moment.zone(budget) : clock;
}

function movedTo(start: Moment, wall: WallMilliseconds): Moment {
  return start.kind === 'date' ? { kind: 'date', date: dayOf(wall) } : { ...start, wall };
}

function spanOf({ start, length }: Occurrence, around: Surroundings): EpochSpan {
  if (start.kind === 'date')
    return daysSpanOf({ first: start.date, days: length.kind === 'days' ? length.days : 1 }, around.clock);
  const clock = clockOf(start, around);
  const opens = firstShowing(clock, start.wall);
  if (length.kind === 'exact') {
    const begins = length.days === 0 ? opens : firstShowing(clock, start.wall + length.days * DAY_MILLISECONDS);
    return { opens, closes: begins + length.exact };
  }
  const wall = length.kind === 'wall' ? length.wall : length.days * DAY_MILLISECONDS;
  const closes = lastShowing(clock, start.wall + wall);
  // As for a window: a span that would disappear in a gap keeps its length.
  return opens < closes ? { opens, closes } : { opens, closes: opens + wall };
}
