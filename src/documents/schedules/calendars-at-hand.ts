import type { Temporal } from 'temporal-polyfill';
import type { CalendarReading } from '../../core/schedule/calendar-reading.ts';
import { calendarSource } from '../calendars/calendar-source.ts';

/** The calendars that a schedule names, as they could be had before it is read. */
export interface CalendarsAtHand {
  /** The instant around which they must be fit to be laid out; `undefined` if nobody asks. */
  readonly at: Temporal.Instant | undefined;
  /** A calendar as the schedule writes it. */
  readonly of: (said: string) => CalendarReading;
}

/** None but those that stand in the schedule itself. */
export const NO_CALENDARS: CalendarsAtHand = {
  at: undefined,
  of: (said) => {
    const source = calendarSource(said);
    return source.kind === 'text'
      ? { ok: true, text: source.text, note: undefined }
      : { ok: false, fault: 'calendars of other places are not read here' };
  },
};

/** The calendars that a document names as a schedule does, each once. */
export function calendarsNamedBy(schedule: unknown): readonly string[] {
  const exceptions = membersOf(schedule)['exceptions'];
  if (!Array.isArray(exceptions)) return [];
  const named = exceptions.map((exception) => membersOf(exception)['calendar']);
  return [...new Set(named.filter((said) => typeof said === 'string'))];
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
