import { remember } from '../../core/remember.ts';
import type { StepBudget } from '../../core/step-budget.ts';
import { calendarDay, dayNumberOf } from '../../core/time/calendar-day.ts';
import { DAY_MILLISECONDS, dayOf, type EpochMilliseconds, type WallMilliseconds } from '../../core/time/epoch.ts';
import type { ZoneClock } from '../../core/time/zone-clock.ts';
import { CalendarFault } from './calendar-fault.ts';
import { type Component, propertiesOf, rawValuesOf, textOf } from './components.ts';
import { wallTimesBetween } from './recurrence.ts';
import { type RecurrenceRule, readRule } from './recurrence-rule.ts';
import { isoOf, wallTime } from './wall-time.ts';
import type { Zone } from './zone.ts';

/** Real time zones have had at most about two hundred clock changes. */
const MOST_OBSERVANCES = 400;

/** A clock change: from one offset to another, in milliseconds east of UTC. */
interface Onset {
  readonly at: EpochMilliseconds;
  readonly before: number;
  readonly after: number;
}

/** A STANDARD or DAYLIGHT component of a VTIMEZONE. */
interface Observance {
  readonly before: number;
  readonly after: number;
  readonly start: WallMilliseconds;
  readonly dates: readonly WallMilliseconds[];
  readonly rules: readonly RecurrenceRule[];
}

/**
 * The zone that a calendar describes itself (VTIMEZONE, https://datatracker.ietf.org/doc/html/rfc5545#section-3.6.5). Its
 * offsets are calculated for one year at a time, from the budget of the first caller.
 * @throws CalendarFault if the description cannot be read
 */
export function observedZone(zone: Component): Zone {
  const components = zone.components.filter(({ name }) => name === 'standard' || name === 'daylight');
  if (components.length === 0) throw new CalendarFault('a VTIMEZONE in it says nothing of its offsets');
  if (components.length > MOST_OBSERVANCES)
    throw new CalendarFault(`a VTIMEZONE in it has more than ${MOST_OBSERVANCES} observances`);
  const observances = components.map(readObservance);
  const known = new Map<number, ReturnType<ZoneClock['offsetsAround']>>();
  return (budget) => ({
    offsetsAround: (time) => {
      const { year } = calendarDay(dayOf(time));
      const offsets = known.get(year) ?? offsetsNear(observances, year, budget);
      if (known.size >= MOST_YEARS) known.clear();
      known.set(year, offsets);
      return offsets;
    },
  });
}

const MOST_YEARS = 400;

/** For all observances around one year, including those that have ended. */
const MOST_ONSETS = 2 * MOST_OBSERVANCES;

function offsetsNear(
  observances: readonly Observance[],
  year: number,
  budget: StepBudget,
): ReturnType<ZoneClock['offsetsAround']> {
  const onsets = observances.flatMap((one) => onsetsNear(one, year, budget)).toSorted((a, b) => a.at - b.at);
  if (onsets.length > MOST_ONSETS) throw new CalendarFault('a VTIMEZONE in it changes its clocks too often');
  // Before the first change, the offset that it changes from applies.
  const first = { at: Number.NEGATIVE_INFINITY, after: onsets[0]?.before ?? 0 };
  const changes = [first, ...onsets].filter((one, index, all) => index === 0 || one.after !== all[index - 1]?.after);
  return { begins: changes.map(({ at }) => at), offsets: changes.map(({ after }) => after) };
}

/** The changes of one observance around a year; if its rule has ended by then, its last ones. */
function onsetsNear(
  { before, after, start, dates, rules }: Observance,
  year: number,
  budget: StepBudget,
): readonly Onset[] {
  const recurring = rules.flatMap((rule) => {
    const until = untilOf(rule, before);
    const lastYear = until === undefined ? year + 1 : Math.min(year + 1, calendarDay(dayOf(until)).year + 1);
    const span = { from: newYear(lastYear - 3), until: newYear(lastYear + 1) };
    return wallTimesBetween({ rule, start, until }, span, budget);
  });
  budget.spend(1 + dates.length + recurring.length);
  return [start, ...dates, ...recurring].map((wall) => ({ at: wall - before, before, after }));
}

function untilOf({ until }: RecurrenceRule, before: number): WallMilliseconds | undefined {
  if (until === undefined) return undefined;
  return timeIn(until) + (until.endsWith('Z') ? before : 0);
}

function readObservance(component: Component): Observance {
  return {
    before: offsetOf(component, 'tzoffsetfrom'),
    after: offsetOf(component, 'tzoffsetto'),
    start: timeIn(rawValuesOf(component, 'dtstart')[0]),
    dates: propertiesOf(component, 'rdate').flatMap(({ raw }) => raw.map(timeIn)),
    rules: rawValuesOf(component, 'rrule').map(readRule),
  };
}

const newYear: (year: number) => WallMilliseconds = remember(
  (year) => dayNumberOf({ year, month: 1, day: 1 }) * DAY_MILLISECONDS,
  1000,
);

function timeIn(text: string | undefined): WallMilliseconds {
  try {
    return wallTime(isoOf(text ?? '') ?? '');
  } catch (error) {
    throw new CalendarFault(`${text ?? 'nothing'} in a VTIMEZONE is no time`, { cause: error });
  }
}

/** jCal writes offsets as `+01:00`. */
function offsetOf(observance: Component, name: string): number {
  const text = textOf(observance, name) ?? '';
  const [, sign, hours, minutes, seconds = '0'] = /^([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(text) ?? [];
  if (sign === undefined) throw new CalendarFault(`a VTIMEZONE in it has no ${name.toUpperCase()}`);
  const size = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  // Every offset is shorter than a day.
  if (size >= DAY_MILLISECONDS) throw new CalendarFault(`${text} in a VTIMEZONE is no offset`);
  return sign === '-' ? -size : size;
}
