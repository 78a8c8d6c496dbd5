import { hash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import type { Span } from '../../core/schedule/window-span.ts';
import { newBudget } from './budget.ts';
import { CalendarFault } from './calendar-fault.ts';
import { readComponents } from './components.ts';
import { type CalendarEvent, readEvents } from './event.ts';
import { type Surroundings, spansOf, surroundings } from './event-spans.ts';
import { zonesIn } from './zones.ts';

/** One time that an event takes place, with what it is called. */
export interface EventSpan extends Span {
  /** One line; empty if the event has no name. */
  readonly summary: string;
}

/** A calendar that was read. */
export interface Calendar {
  /** Changes with the text. */
  readonly version: string;
  /**
   * The times of its events that touch a span of time, both ends included, in order of their beginning; whole days and
   * times without a zone are those of `timeZone`.
   * @throws CalendarFault if there are more than can be laid out
   */
  eventsBetween(from: Temporal.Instant, until: Temporal.Instant, timeZone: string): readonly EventSpan[];
}

/** So many calendars are kept as they were read: a tick reads the same few for a thousand pools. */
const MOST_KEPT = 64;

const kept = new Map<string, Calendar>();

/** Reads the text of a calendar to the end; the same text is read once. @throws CalendarFault */
export function calendarOf(text: string): Calendar {
  const version = hash('sha256', text).slice(0, 16);
  const calendar = kept.get(version) ?? read(text, version);
  // What was used last goes last.
  kept.delete(version);
  kept.set(version, calendar);
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return calendar;
}

/** Schedules are laid out for the next weeks: so far a calendar must be fit for it. */
const REACH = { before: { hours: 24 }, after: { hours: 60 * 24 } };

/** Why a text is not fit to be asked at an instant and for some weeks on, in words for people; `undefined` if it is. */
export function calendarFault(text: string, at: Temporal.Instant): string | undefined {
  try {
    calendarOf(text).eventsBetween(at.subtract(REACH.before), at.add(REACH.after), 'UTC');
    return undefined;
  } catch (error) {
    if (error instanceof CalendarFault) return error.message;
    throw error;
  }
}

function read(text: string, version: string): Calendar {
  const events = orFault(() => {
    const components = readComponents(text);
    return readEvents(components, zonesIn(components));
  });
  return { version, eventsBetween: remembering(events) };
}

/** Laid out is always a whole number of blocks, which stays the same for many evaluations. */
const BLOCK_HOURS = 32 * 24;
const MOST_BLOCKS = 32;

function remembering(events: readonly CalendarEvent[]): Calendar['eventsBetween'] {
  const known = new Map<string, () => readonly EventSpan[]>();
  return (from, until, timeZone) => {
    const [first, last] = [blockOf(from), blockOf(until) + 1];
    const key = `${timeZone} ${first} ${last}`;
    const laidOut =
      known.get(key) ?? settled(() => layOut(events, surroundings(beginOf(first), beginOf(last), timeZone)));
    if (known.size >= MOST_BLOCKS) known.clear();
    known.set(key, laidOut);
    return laidOut().filter(
      ({ opens, closes }) => Temporal.Instant.compare(closes, from) >= 0 && Temporal.Instant.compare(opens, until) <= 0,
    );
  };
}

/** Does something once and gives what came of it, the same value or the same fault, from then on. */
function settled<Value>(make: () => Value): () => Value {
  try {
    const value = orFault(make);
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function blockOf(instant: Temporal.Instant): number {
  return Math.floor(instant.epochMilliseconds / (BLOCK_HOURS * 3_600_000));
}

function beginOf(block: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(block * BLOCK_HOURS * 3_600_000);
}

/** Each is an edge of every timeline. */
const MOST_SPANS = 3000;

function layOut(events: readonly CalendarEvent[], around: Surroundings): readonly EventSpan[] {
  const budget = newBudget();
  const spans = events.flatMap((event) => {
    budget.spend();
    return spansOf(event, around, budget).map((span) => ({ ...span, summary: event.summary }));
  });
  if (spans.length > MOST_SPANS) throw new CalendarFault(`it has more than ${MOST_SPANS} events in the time asked for`);
  return spans.toSorted((a, b) => Temporal.Instant.compare(a.opens, b.opens));
}

/** Temporal refuses times beyond its range, and a broken calendar may well name one. */
function orFault<Value>(make: () => Value): Value {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError)
      throw new CalendarFault(`it names a time that is none: ${error.message}`, { cause: error });
    throw error;
  }
}
