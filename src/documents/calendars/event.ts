import type { StepBudget } from '../../core/step-budget.ts';
import { dayNumberOf } from '../../core/time/calendar-day.ts';
import { DAY_MILLISECONDS, type EpochMilliseconds } from '../../core/time/epoch.ts';
import { CalendarFault } from './calendar-fault.ts';
import { type Component, propertiesOf, propertyOf, rawValuesOf, textOf } from './components.ts';
import { type EventEnd, readDuration, readEnd } from './event-length.ts';
import { type Moment, readMoment, readMoments } from './moment.ts';
import { type RecurrenceRule, readRule } from './recurrence-rule.ts';
import { currentRevisions, uidOf } from './revisions.ts';
import { restOf, strayLine } from './stray-lines.ts';
import type { Zones } from './zone.ts';

/** What is said of an event, whether or not it can be read when it takes place. */
export interface EventTexts {
  /** All of the SUMMARY, on one line; empty if the event has none. */
  readonly summary: string;
  readonly description: string;
  readonly categories: readonly string[];
}

/** When an event takes place. */
export interface EventTimes {
  readonly start: Moment;
  readonly end: EventEnd;
  readonly rules: readonly RecurrenceRule[];
  /** Further times, each with its own end; without one it takes as long as the event. */
  readonly added: readonly { readonly start: Moment; readonly end: EventEnd | undefined }[];
  /** Times at which it does not take place, or at another time, which is an event of its own. */
  readonly excluded: readonly Moment[];
}

/** An event of a calendar. What is wrong with one is nobody's business who leaves it out. */
export interface CalendarEvent {
  readonly texts: () => EventTexts;
  /** The event as messages name it: `the event "Odd day" (UID 1@example, DTSTART 20261116)`. */
  readonly name: () => string;
  /** May it take place in a span of time, as far as can be seen without reading it? */
  readonly mayTouch: (from: EpochMilliseconds, until: EpochMilliseconds) => boolean;
  /** @throws CalendarFault, each time, for an event that cannot be read */
  readonly times: () => EventTimes;
}

/** The events of a calendar that hold: each in its last revision, and not cancelled. @throws StepsSpent */
export function readEvents(
  components: readonly Component[],
  zones: Zones,
  budget: StepBudget,
): readonly CalendarEvent[] {
  const events = currentRevisions(components.filter(({ name }) => name === 'vevent'));
  budget.spend(STEPS_AN_EVENT * events.length);
  const moved = new Map(
    [
      ...Map.groupBy(
        events.filter((event) => recurrenceIdOf(event) !== undefined),
        uidOf,
      ),
    ].map(([uid, ofUid]) => [uid, once(() => movedFrom(ofUid, zones))]),
  );
  return events.filter(isOn).map((event) => {
    const others = recurrenceIdOf(event) === undefined && uidOf(event) !== '' ? moved.get(uidOf(event)) : undefined;
    return {
      texts: once(() => textsOf(event)),
      name: () => nameOf(event),
      mayTouch: (from, until) => mayTouch(event, { from, until }),
      times: once(() => readTimes(event, zones, others)),
    };
  });
}

/** One is compared with its other revisions, by its properties. */
const STEPS_AN_EVENT = 5;

function readTimes(event: Component, zones: Zones, moved: (() => readonly Moment[]) | undefined): EventTimes {
  requireKnown(event);
  const dtstart = propertyOf(event, 'dtstart');
  if (dtstart === undefined) throw new CalendarFault('it has no DTSTART');
  const start = readMoment(dtstart, dtstart.values[0], zones);
  const end = readEnd(event, start, zones);
  const added = propertiesOf(event, 'rdate').flatMap((rdate) =>
    rdate.values.map((value) => {
      // A period is its beginning with its end, or with its length.
      if (!Array.isArray(value)) return { start: readMoment(rdate, value, zones), end: undefined };
      const [from, to = ''] = value.map(String);
      const ends = to.startsWith('P') ? readDuration(to) : readMoment(rdate, to, zones);
      return { start: readMoment(rdate, from, zones), end: ends };
    }),
  );
  const excluded = [...readMoments(propertiesOf(event, 'exdate'), zones), ...(moved?.() ?? [])];
  const rules = rawValuesOf(event, 'rrule').map(readRule);
  requireFitting(start, rules);
  return { start, end, rules, added, excluded };
}

/** Room for the zones in which its times may be, and for the length of the last day. */
const ROOM = 3 * DAY_MILLISECONDS;

/** Calendars hold the events of many years, and most of them once: by their first eight digits they are known to be far away. */
function mayTouch(
  event: Component,
  span: { readonly from: EpochMilliseconds; readonly until: EpochMilliseconds },
): boolean {
  const isRepeated = ['rrule', 'rdate', 'exrule', 'duration', 'recurrence-id'].some(
    (name) => rawValuesOf(event, name).length > 0,
  );
  const first = midnightOf(rawValuesOf(event, 'dtstart')[0]);
  const last = midnightOf(rawValuesOf(event, 'dtend')[0] ?? rawValuesOf(event, 'dtstart')[0]);
  if (isRepeated || first === undefined || last === undefined || last < first) return true;
  return first - ROOM <= span.until && span.from <= last + ROOM;
}

function midnightOf(text: string | undefined): EpochMilliseconds | undefined {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)/.exec(text ?? '') ?? [];
  if (year === undefined || Number(month) < 1 || Number(month) > 12) return undefined;
  return dayNumberOf({ year: Number(year), month: Number(month), day: Number(day) }) * DAY_MILLISECONDS;
}

/** When the occurrences were that are events of their own. */
function movedFrom(events: readonly Component[], zones: Zones): readonly Moment[] {
  return events.flatMap((event) => readMoments(propertiesOf(event, 'recurrence-id'), zones));
}

/** Does a thing once, and gives the same value or throws the same fault from then on. */
function once<Value>(make: () => Value): () => Value {
  let known: Settled<Value> | undefined;
  return () => {
    known ??= settled(make);
    if ('fault' in known) throw known.fault;
    return known.value;
  };
}

type Settled<Value> = { readonly value: Value } | { readonly fault: CalendarFault };

function settled<Value>(make: () => Value): Settled<Value> {
  try {
    return { value: make() };
  } catch (error) {
    if (error instanceof CalendarFault) return { fault: error };
    throw error;
  }
}

function recurrenceIdOf(event: Component): string | undefined {
  return rawValuesOf(event, 'recurrence-id')[0];
}

function isOn(event: Component): boolean {
  return rawValuesOf(event, 'status')[0]?.toUpperCase() !== 'CANCELLED';
}

/** What is left out here would hold on the wrong days: better not to hold the event for read. */
function requireKnown(event: Component): void {
  if (rawValuesOf(event, 'exrule').length > 0) throw new CalendarFault('EXRULE is not known here');
  if (propertyOf(event, 'recurrence-id')?.parameters['range'] !== undefined)
    throw new CalendarFault('RECURRENCE-ID with RANGE is not known here');
  const stray = strayLine(event);
  if (stray !== undefined) throw new CalendarFault(`the line "${stray.text.slice(0, 60)}" is no line of iCalendar`);
}

function requireFitting({ kind }: Moment, rules: readonly RecurrenceRule[]): void {
  const wrong = rules.find(({ frequency }) => /^(?:HOUR|MINUTE|SECOND)LY$/.test(frequency));
  if (kind === 'date' && wrong !== undefined) throw new CalendarFault(`whole days cannot repeat ${wrong.frequency}`);
}

function textsOf(event: Component): EventTexts {
  return {
    summary: wholeText(event, 'summary'),
    description: wholeText(event, 'description'),
    categories: propertiesOf(event, 'categories').flatMap(({ values }) =>
      values.map((value) => onOneLine(String(value))),
    ),
  };
}

/** With the lines that broken calendars wrap without a blank in front: somebody may look for what stands there. */
function wholeText(event: Component, name: 'summary' | 'description'): string {
  return onOneLine([readable(() => textOf(event, name) ?? ''), ...restOf(event, name)].join(' '));
}

/** A text that cannot be read is none: it says nothing about when an event takes place. */
function readable(read: () => string): string {
  try {
    return read();
  } catch (error) {
    if (error instanceof CalendarFault) return '';
    throw error;
  }
}

function nameOf(event: Component): string {
  const uid = uidOf(event);
  const begins = rawValuesOf(event, 'dtstart')[0];
  const known = [
    ...(uid === '' ? [] : [`UID ${uid.slice(0, 60)}`]),
    ...(begins === undefined ? [] : [`DTSTART ${begins.slice(0, 20)}`]),
  ];
  const summary = shownSummary(readable(() => textOf(event, 'summary') ?? ''));
  return `the event "${summary}"${known.length === 0 ? '' : ` (${known.join(', ')})`}`;
}

const LONGEST_SHOWN = 80;

/** A summary as reasons show it: on one line, and not too long. What is compared with a pattern is all of it. */
export function shownSummary(summary: string): string {
  const line = onOneLine(summary);
  return line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN - 1)}…` : line;
}

function onOneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
