import type { StepBudget } from '../../core/step-budget.ts';
import { dayNumberOf } from '../../core/time/calendar-day.ts';
import { DAY_MILLISECONDS, type EpochMilliseconds } from '../../core/time/epoch.ts';
import { CalendarFault } from './calendar-fault.ts';
import { type Component, propertiesOf, propertyOf, rawValuesOf } from './components.ts';
import { type EventEnd, readDuration, readEnd } from './event-length.ts';
import { type Moment, readMoment, readMoments } from './moment.ts';
import { type RecurrenceRule, readRule } from './recurrence-rule.ts';
import { currentRevisions, uidOf } from './revisions.ts';
import { restOf, strayLine } from './stray-lines.ts';
import type { Zones } from './zone.ts';

/** The texts of an event, available even if its times cannot be read. */
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
  /** Additional times; one without an end is as long as the event. */
  readonly added: readonly { readonly start: Moment; readonly end: EventEnd | undefined }[];
  /** Times at which it does not take place, including those of moved occurrences, which are events of their own. */
  readonly excluded: readonly Moment[];
}

/** An event of a calendar. A fault in it affects only callers that read its times. */
export interface CalendarEvent {
  readonly texts: () => EventTexts;
  /** The name of the event in messages: `the event "Odd day" (UID 1@example, DTSTART 20261116)`. */
  readonly name: () => string;
  /** May it take place in a span, as far as this is known without reading it? */
  readonly mayTouch: (from: EpochMilliseconds, until: EpochMilliseconds) => boolean;
  /** @throws CalendarFault, each time, if the event cannot be read */
  readonly times: () => EventTimes;
}

/** The current events of a calendar: the last revision of each, without cancelled ones. @throws StepsSpent */
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

/** The cost of comparing the properties of an event with those of its other revisions. */
const STEPS_AN_EVENT = 5;

function readTimes(event: Component, zones: Zones, moved: (() => readonly Moment[]) | undefined): EventTimes {
  requireKnown(event);
  const dtstart = propertyOf(event, 'dtstart');
  if (dtstart === undefined) throw new CalendarFault('it has no DTSTART');
  const start = readMoment(dtstart, dtstart.raw[0] ?? '', zones);
  const end = readEnd(event, start, zones);
  const added = propertiesOf(event, 'rdate').flatMap((rdate) =>
    rdate.raw.map((written) => {
      // A period has a start, and an end or a length.
      const [from = '', to] = written.split('/');
      const start = readMoment(rdate, from, zones);
      if (to === undefined) return { start, end: undefined };
      return { start, end: to.startsWith('P') ? readDuration(to) : readMoment(rdate, to, zones) };
    }),
  );
  const excluded = [...readMoments(propertiesOf(event, 'exdate'), zones), ...(moved?.() ?? [])];
  const rules = rawValuesOf(event, 'rrule').map(readRule);
  requireFitting(start, rules);
  return { start, end, rules, added, excluded };
}

/** A margin for the zones of its times, and for the length of the last day. */
const ROOM = 3 * DAY_MILLISECONDS;

/**
 * Calendars hold events of many years, most of which occur once: the first eight digits of their dates exclude those far
 * away.
 */
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

/** The original times of the occurrences that are events of their own. */
function movedFrom(events: readonly Component[], zones: Zones): readonly Moment[] {
  return events.flatMap((event) => readMoments(propertiesOf(event, 'recurrence-id'), zones));
}

/** Calls `make` once; each call returns its value, or throws its fault. */
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

/** Rejects an event with unsupported parts: without them it would hold on the wrong days. */
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
    categories: textsIn(event, 'categories').map(onOneLine),
  };
}

/** Includes the lines that broken calendars wrap without a leading space, because a pattern may match there. */
function wholeText(event: Component, name: 'summary' | 'description'): string {
  return onOneLine([textsIn(event, name)[0] ?? '', ...restOf(event, name)].join(' '));
}

/** The texts of a property. If its parameters are broken, its text is as written: it does not affect when an event takes place. */
function textsIn(event: Component, name: 'summary' | 'description' | 'categories'): readonly string[] {
  try {
    return propertiesOf(event, name).flatMap(({ values }) => values.map(String));
  } catch (error) {
    if (error instanceof CalendarFault) return rawValuesOf(event, name);
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
  const summary = shownSummary(textsIn(event, 'summary')[0] ?? '');
  return `the event "${summary}"${known.length === 0 ? '' : ` (${known.join(', ')})`}`;
}

const LONGEST_SHOWN = 80;

/** A summary for reasons: on one line, and shortened. Patterns are compared with all of it. */
export function shownSummary(summary: string): string {
  const line = onOneLine(summary);
  return line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN - 1)}…` : line;
}

function onOneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
