import { CalendarFault } from './calendar-fault.ts';
import { type Component, propertiesOf, propertyOf, textOf } from './components.ts';
import { type EventLength, lengthFrom, readLength } from './event-length.ts';
import { type Moment, readMoment, readMoments } from './moment.ts';
import { type RecurrenceRule, readRule } from './recurrence-rule.ts';
import type { Zones } from './zones.ts';

/** An event of a calendar with everything that says when it takes place. */
export interface CalendarEvent {
  /** One line for people; empty if the event has none. */
  readonly summary: string;
  readonly start: Moment;
  readonly length: EventLength;
  readonly rules: readonly RecurrenceRule[];
  /** Further times, each with its own length where it has one. */
  readonly added: readonly { readonly start: Moment; readonly length: EventLength }[];
  /** Times at which it does not take place, or at another time, which is an event of its own. */
  readonly left: readonly Moment[];
}

/** The events of a calendar that were not cancelled. @throws CalendarFault for one that cannot be read */
export function readEvents(components: readonly Component[], zones: Zones): readonly CalendarEvent[] {
  const events = components.filter(({ name }) => name === 'vevent');
  const moved = Map.groupBy(
    events.filter((event) => propertyOf(event, 'recurrence-id') !== undefined),
    (event) => textOf(event, 'uid') ?? '',
  );
  return events.filter(isOn).map((event) => {
    try {
      const isMoved = propertyOf(event, 'recurrence-id') !== undefined;
      return readEvent(event, zones, isMoved ? [] : (moved.get(textOf(event, 'uid') ?? '') ?? []));
    } catch (error) {
      if (!(error instanceof CalendarFault)) throw error;
      throw new CalendarFault(`the event "${summaryOf(event)}": ${error.message}`, { cause: error });
    }
  });
}

function readEvent(event: Component, zones: Zones, moved: readonly Component[]): CalendarEvent {
  requireKnown(event);
  const dtstart = propertyOf(event, 'dtstart');
  if (dtstart === undefined) throw new CalendarFault('it has no DTSTART');
  const start = readMoment(dtstart, dtstart.values[0], zones);
  const length = readLength(event, start, zones);
  const added = propertiesOf(event, 'rdate').flatMap((rdate) =>
    rdate.values.map((value) => {
      // A period is its beginning with its end, or with its length.
      if (!Array.isArray(value)) return { start: readMoment(rdate, value, zones), length };
      const [from, to] = value.map(String);
      const begins = readMoment(rdate, from, zones);
      return { start: begins, length: lengthFrom(begins, to?.startsWith('P') ? to : readMoment(rdate, to, zones)) };
    }),
  );
  const left = [
    ...readMoments(propertiesOf(event, 'exdate'), zones),
    ...moved.flatMap((other) => readMoments(propertiesOf(other, 'recurrence-id'), zones)),
  ];
  const rules = propertiesOf(event, 'rrule').flatMap(({ values }) => values.map(readRule));
  requireFitting(start, rules);
  return { summary: summaryOf(event), start, length, rules, added, left };
}

function isOn(event: Component): boolean {
  return textOf(event, 'status')?.toUpperCase() !== 'CANCELLED';
}

/** What is left out here would hold on the wrong days: better not to hold the calendar for read. */
function requireKnown(event: Component): void {
  if (propertyOf(event, 'exrule') !== undefined) throw new CalendarFault('EXRULE is not known here');
  if (propertyOf(event, 'recurrence-id')?.parameters['range'] !== undefined)
    throw new CalendarFault('RECURRENCE-ID with RANGE is not known here');
}

function requireFitting({ kind }: Moment, rules: readonly RecurrenceRule[]): void {
  const wrong = rules.find(({ frequency }) => /^(?:HOUR|MINUTE|SECOND)LY$/.test(frequency));
  if (kind === 'date' && wrong !== undefined) throw new CalendarFault(`whole days cannot repeat ${wrong.frequency}`);
}

const LONGEST_SUMMARY = 80;

/** It stands in reasons, on one line. */
function summaryOf(event: Component): string {
  const line = (textOf(event, 'summary') ?? '').replaceAll(/[\s\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return line.length > LONGEST_SUMMARY ? `${line.slice(0, LONGEST_SUMMARY - 1)}…` : line;
}
