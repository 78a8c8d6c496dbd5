import { hash } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import { KeptByWeight, remember } from '../../core/remember.ts';
import { type Span, toSpan } from '../../core/schedule/window-span.ts';
import { type StepBudget, StepsSpent, stepBudget } from '../../core/step-budget.ts';
import { type ZoneClock, zoneClock } from '../../core/time/zone-clock.ts';
import { CalendarFault } from './calendar-fault.ts';
import { type Component, readCalendars } from './components.ts';
import { type CalendarEvent, readEvents, shownSummary } from './event.ts';
import { type EventChoice, isChosen } from './event-choice.ts';
import { type Surroundings, spansOf } from './event-spans.ts';
import { zoneOfCalendar, zonesIn } from './zones.ts';

/** One occurrence of an event, with its summary. */
export interface EventSpan extends Span {
  /** One line; empty if the event has no name. */
  readonly summary: string;
}

/** A query of a calendar. */
export interface CalendarQuestion {
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
  /** The zone of whole days, and of times without a zone. */
  readonly timeZone: string;
  readonly choice: EventChoice;
  /** The budget of the calculation that needs the answer. */
  readonly whole?: StepBudget | undefined;
}

/** A parsed calendar. */
export interface Calendar {
  /** Changes with the text. */
  readonly version: string;
  /**
   * Reads the chosen events, whenever they take place.
   * @throws CalendarFault if one cannot be read, or if choosing them takes too much
   * @throws StepsSpent if `whole` does not suffice
   */
  requireReadable(choice: EventChoice, whole: StepBudget | undefined): void;
  /**
   * The occurrences of the chosen events that touch a span, both ends included, ordered by their start.
   * @throws CalendarFault if a chosen event cannot be read, or if there are more than can be laid out
   * @throws StepsSpent if `whole` does not suffice
   */
  eventsBetween(question: CalendarQuestion): readonly EventSpan[];
}

/**
 * The most steps for reading one calendar, and the most for laying it out over some weeks. Steps are spent on lines, on
 * dates that a rule checks, on occurrences, and on texts that patterns are compared with.
 */
export const CALENDAR_STEPS = 200_000;

/** The most steps for a single event, so that a message can name the event at fault. */
export const EVENT_STEPS = 50_000;

/** The length of all calendars that are kept parsed, which takes about 70 MB: a tick reads the same few for a thousand pools. */
const MOST_CHARACTERS = 5_000_000;

interface ReadCalendar {
  readonly calendar: Calendar;
  /** The steps that reading it took. Each caller spends the same, whether or not it was read before. */
  readonly steps: number;
  /** The length of its text. */
  readonly characters: number;
}

const kept = new KeptByWeight<string, ReadCalendar>(MOST_CHARACTERS, ({ characters }) => characters);

/** Reads all of the text of a calendar; the same text is read once. @throws CalendarFault, StepsSpent */
export function calendarOf(text: string, whole?: StepBudget): Calendar {
  const version = hash('sha256', text).slice(0, 16);
  const known = kept.get(version);
  if (known !== undefined) {
    whole?.spend(known.steps);
    return known.calendar;
  }
  const read = readCalendar(text, version, whole);
  kept.add(version, read);
  return read.calendar;
}

/** Schedules are laid out for the next weeks, so a calendar must be usable in this span. */
const REACH = { before: { hours: 24 }, after: { hours: 60 * 24 } };

/** Why a text cannot be used at an instant and for some weeks after it, in words for people. */
export interface CalendarUnfitness {
  readonly reason: string;
  /** Does this affect only some of its events? A schedule that does not choose them can use the calendar. */
  readonly isPartial: boolean;
}

/** Why a text cannot be used at an instant and for some weeks after it; `undefined` if it can. */
export function calendarFault(text: string, at: Temporal.Instant): CalendarUnfitness | undefined {
  let isRead = false;
  try {
    const calendar = calendarOf(text);
    isRead = true;
    const span = { from: at.subtract(REACH.before), until: at.add(REACH.after) };
    calendar.eventsBetween({ ...span, timeZone: 'UTC', choice: EVERY_EVENT });
    return undefined;
  } catch (error) {
    if (error instanceof CalendarFault) return { reason: error.message, isPartial: isRead };
    throw error;
  }
}

export const EVERY_EVENT: EventChoice = { match: undefined, except: undefined };

function readCalendar(text: string, version: string, whole: StepBudget | undefined): ReadCalendar {
  const budget = stepBudget(CALENDAR_STEPS, { what: 'reading the calendar', whole });
  const parts = orFault({ prefix: () => '', budget, tooMuch: 'it is too large to be read' }, () => {
    const calendars = readCalendars(text, budget);
    return calendars.map((one) => toPart(one, budget));
  });
  const requireReadable = (choice: EventChoice, ofCaller: StepBudget | undefined) => {
    const choosing = stepBudget(CALENDAR_STEPS, { what: 'choosing the events of the calendar', whole: ofCaller });
    for (const event of parts.flatMap(({ events }) => chosenAmong(events, choice, choosing))) {
      orFault({ prefix: () => `${event.name()}: `, budget, tooMuch: '' }, () => event.times());
    }
  };
  return {
    calendar: { version, requireReadable, eventsBetween: remembering(parts) },
    steps: budget.spent,
    characters: text.length,
  };
}

/** One VCALENDAR of a text. */
interface Part {
  readonly events: readonly CalendarEvent[];
  readonly clock: ZoneClock | undefined;
}

function toPart(calendar: Component, budget: StepBudget): Part {
  return {
    events: readEvents(calendar.components, zonesIn(calendar.components), budget),
    clock: zoneOfCalendar(calendar),
  };
}

/** Calendars are laid out in whole blocks, so that many evaluations share the result. */
const BLOCK_MILLISECONDS = 32 * 24 * 3_600_000;
const MOST_BLOCKS = 32;

/** Every occurrence adds edges to every timeline. */
const MOST_SPANS = 3000;

/** The times of one event in some blocks, or the fault that prevents them, with the steps that this took. */
interface LaidOut {
  readonly spans: readonly EventSpan[];
  readonly fault: CalendarFault | undefined;
  readonly steps: number;
}

function remembering(parts: readonly Part[]): Calendar['eventsBetween'] {
  const laidOutIn = remember((_key: string) => new Map<CalendarEvent, LaidOut>(), MOST_BLOCKS);
  return ({ from, until, timeZone, choice, whole }) => {
    const [first, last] = [blockOf(from), blockOf(until) + 1];
    const budget = stepBudget(CALENDAR_STEPS, { what: 'laying out the calendar', whole });
    const spans = chosenSpans(parts, choice, {
      known: laidOutIn(`${timeZone} ${first} ${last}`),
      around: {
        from: first * BLOCK_MILLISECONDS,
        until: last * BLOCK_MILLISECONDS,
        clock: zoneClock(timeZone),
        ofCalendar: undefined,
        budget,
      },
    });
    const [begin, end] = [from.epochMilliseconds, until.epochMilliseconds];
    return spans
      .filter(({ opens, closes }) => closes.epochMilliseconds >= begin && opens.epochMilliseconds <= end)
      .toSorted((a, b) => a.opens.epochMilliseconds - b.opens.epochMilliseconds);
  };
}

interface Layout {
  /** What is already laid out in the same blocks. */
  readonly known: Map<CalendarEvent, LaidOut>;
  readonly around: Surroundings;
}

function chosenSpans(parts: readonly Part[], choice: EventChoice, layout: Layout): readonly EventSpan[] {
  const spans: EventSpan[] = [];
  for (const { events, clock } of parts) {
    for (const event of chosenAmong(events, choice, layout.around.budget)) {
      spans.push(...spansIn(event, layout, clock));
      if (spans.length > MOST_SPANS)
        throw new CalendarFault(`it has more than ${MOST_SPANS} events in the period, up to ${event.name()}`);
    }
  }
  return spans;
}

function chosenAmong(events: readonly CalendarEvent[], choice: EventChoice, budget: StepBudget) {
  const tooMuch = 'the texts of its events are too long to be compared with patterns';
  return orFault({ prefix: () => '', budget, tooMuch }, () =>
    events.filter(({ texts }) => isChosen(choice, texts, budget)),
  );
}

function spansIn(event: CalendarEvent, { known, around }: Layout, ofCalendar: ZoneClock | undefined) {
  const before = known.get(event);
  // An event that is already laid out costs the same steps again, so that the order of callers does not matter.
  if (before !== undefined) around.budget.spend(before.steps);
  const one = before ?? layOut(event, { ...around, ofCalendar });
  known.set(event, one);
  if (one.fault !== undefined) throw one.fault;
  return one.spans;
}

/** Reading the properties of an event takes about as long as checking this many dates. */
const STEPS_TO_READ = 40;

function layOut(event: CalendarEvent, around: Surroundings): LaidOut {
  const budget = stepBudget(EVENT_STEPS, { what: 'the event', whole: around.budget });
  budget.spend();
  if (!event.mayTouch(around.from, around.until)) return { spans: [], fault: undefined, steps: budget.spent };
  budget.spend(STEPS_TO_READ);
  try {
    const whose = { prefix: () => `${event.name()}: `, budget, tooMuch: 'its rules repeat too often to be laid out' };
    const spans = orFault(whose, () => spansOf(event.times(), { ...around, budget }));
    const named = spans.map((span) => ({ ...toSpan(span), summary: shownSummary(event.texts().summary) }));
    return { spans: named, fault: undefined, steps: budget.spent };
  } catch (error) {
    // A fault of the event is permanent; a budget that others have used up is not.
    if (error instanceof CalendarFault) return { spans: [], fault: error, steps: budget.spent };
    if (error instanceof StepsSpent && error.budget === around.budget)
      throw new CalendarFault(`its events repeat too often to be laid out, up to ${event.name()}`, { cause: error });
    throw error;
  }
}

function blockOf(instant: Temporal.Instant): number {
  return Math.floor(instant.epochMilliseconds / BLOCK_MILLISECONDS);
}

/** Names the source of a fault. Temporal rejects times beyond its range, and a broken calendar may contain one. */
function orFault<Value>(whose: Whose, make: () => Value): Value {
  try {
    return make();
  } catch (error) {
    const reason = reasonOf(error, whose);
    if (reason === undefined) throw error;
    throw new CalendarFault(`${whose.prefix()}${reason}`, { cause: error });
  }
}

/** The source of possible faults, and its budget. */
interface Whose {
  /** What the message begins with. */
  readonly prefix: () => string;
  readonly budget: StepBudget;
  /** What the message says when the budget is used up. */
  readonly tooMuch: string;
}

/** The reason; `undefined` if the error is not a fault of the source. */
function reasonOf(error: unknown, { budget, tooMuch }: Whose): string | undefined {
  if (error instanceof CalendarFault) return error.message;
  if (error instanceof RangeError) return `it names a time that is none: ${error.message}`;
  return error instanceof StepsSpent && error.budget === budget ? tooMuch : undefined;
}
