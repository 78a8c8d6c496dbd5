import { Temporal } from 'temporal-polyfill';
import { isBefore } from '../../core/time/instants.ts';
import { newBudget } from './budget.ts';
import { CalendarFault } from './calendar-fault.ts';
import { type Component, propertiesOf, textOf } from './components.ts';
import { wallTimesBetween } from './recurrence.ts';
import { readRule } from './recurrence-rule.ts';
import type { WallClock } from './wall-clock.ts';

/** A change of the clocks: from an offset from UTC to another. */
interface Onset {
  readonly at: Temporal.Instant;
  readonly before: Offset;
  readonly after: Offset;
}

/** In milliseconds east of UTC, as a duration. */
type Offset = Temporal.Duration;

/**
 * The wall clock of a zone that a calendar describes itself (VTIMEZONE,
 * https://datatracker.ietf.org/doc/html/rfc5545#section-3.6.5).
 * @throws CalendarFault for a description that cannot be read
 */
export function observedClock(zone: Component): WallClock {
  const observances = zone.components.filter(({ name }) => name === 'standard' || name === 'daylight');
  if (observances.length === 0) throw new CalendarFault('a VTIMEZONE in it says nothing of its offsets');
  const onsetsOf = new Map<number, readonly Onset[]>();
  const onsetsAround = (year: number) => {
    const known = onsetsOf.get(year) ?? observances.flatMap((one) => onsetsNear(one, year)).toSorted(inOrder);
    onsetsOf.set(year, known);
    return known;
  };
  const at = (instant: Temporal.Instant) => {
    const utc = instant.toZonedDateTimeISO('UTC').toPlainDateTime();
    return utc.add(offsetAt(onsetsAround(utc.year), instant));
  };
  return {
    opening: (wall) => instantsOf(wall, onsetsAround(wall.year)).first,
    closing: (wall) => instantsOf(wall, onsetsAround(wall.year)).last,
    at,
  };
}

/** The changes of one observance around a year, with the last one before if they have ended. */
function onsetsNear(observance: Component, year: number): readonly Onset[] {
  const [before, after] = [offsetOf(observance, 'tzoffsetfrom'), offsetOf(observance, 'tzoffsetto')];
  const start = wallOf(textOf(observance, 'dtstart'));
  const rules = propertiesOf(observance, 'rrule').flatMap(({ values }) => values.map(readRule));
  const dates = propertiesOf(observance, 'rdate').flatMap(({ values }) => values.map((value) => wallOf(String(value))));
  const recurring = rules.flatMap((rule) => {
    const until = rule.until === undefined ? undefined : wallOf(rule.until);
    const lastYear = until === undefined ? year + 1 : Math.min(year + 1, until.year + 1);
    const span = { from: newYear(lastYear - 3), until: newYear(lastYear + 1) };
    return wallTimesBetween(
      { rule, start, until: until?.add(rule.until?.endsWith('Z') ? before : {}) },
      span,
      newBudget(),
    );
  });
  return [start, ...dates, ...recurring].map((wall) => ({ at: instantAt(wall, before), before, after }));
}

/** The earliest and the latest instant that a wall time means; past the gap where it is left out. */
function instantsOf(wall: Temporal.PlainDateTime, onsets: readonly Onset[]) {
  const meant = onsets
    .flatMap(({ before, after }) => [before, after])
    .map((offset) => ({ instant: instantAt(wall, offset), offset }))
    .filter(({ instant, offset }) => Temporal.Duration.compare(offsetAt(onsets, instant), offset) === 0)
    .map(({ instant }) => instant)
    .toSorted(Temporal.Instant.compare);
  const dayBefore = instantAt(wall.subtract({ days: 1 }), new Temporal.Duration());
  const pastGap = instantAt(wall, offsetAt(onsets, dayBefore));
  return { first: meant[0] ?? pastGap, last: meant.at(-1) ?? pastGap };
}

function offsetAt(onsets: readonly Onset[], instant: Temporal.Instant): Offset {
  const last = onsets.findLast(({ at }) => !isBefore(instant, at));
  return last?.after ?? onsets[0]?.before ?? new Temporal.Duration();
}

function instantAt(wall: Temporal.PlainDateTime, offset: Offset): Temporal.Instant {
  return wall.subtract(offset).toZonedDateTime('UTC').toInstant();
}

function newYear(year: number): Temporal.PlainDateTime {
  return new Temporal.PlainDateTime(year, 1, 1);
}

function wallOf(text: string | undefined): Temporal.PlainDateTime {
  try {
    return Temporal.PlainDateTime.from((text ?? '').replace(/Z$/, ''));
  } catch (error) {
    throw new CalendarFault(`${text ?? 'nothing'} in a VTIMEZONE is no time`, { cause: error });
  }
}

/** jCal writes offsets as `+01:00`. */
function offsetOf(observance: Component, name: string): Offset {
  const text = textOf(observance, name) ?? '';
  const [, sign, hours, minutes, seconds = '0'] = /^([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(text) ?? [];
  if (sign === undefined) throw new CalendarFault(`a VTIMEZONE in it has no ${name.toUpperCase()}`);
  const length = { hours: Number(hours), minutes: Number(minutes), seconds: Number(seconds) };
  const offset = Temporal.Duration.from(length);
  return sign === '-' ? offset.negated() : offset;
}

function inOrder(a: Onset, b: Onset): number {
  return Temporal.Instant.compare(a.at, b.at);
}
