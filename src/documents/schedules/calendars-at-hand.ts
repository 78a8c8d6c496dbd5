import type { Temporal } from 'temporal-polyfill';
import type { CalendarReading } from '../../core/schedule/calendar-reading.ts';
import { calendarSource } from '../calendars/calendar-source.ts';

/** The calendars that a schedule refers to, as far as they were available before the schedule is read. */
export interface CalendarsAtHand {
  /** The calendars must be usable around this instant; `undefined` skips the check. */
  readonly at: Temporal.Instant | undefined;
  /** The calendar for the text that the schedule has. */
  readonly of: (said: string) => CalendarReading;
}

/** No calendars, except those whose text is in the schedule itself. */
export const NO_CALENDARS: CalendarsAtHand = {
  at: undefined,
  of: (said) => {
    const source = calendarSource(said);
    return source.kind === 'text'
      ? { ok: true, text: source.text, note: undefined }
      : { ok: false, fault: 'calendars of other places are not read here' };
  },
};

/** The calendars that a schedule document refers to, each once. */
export function calendarsNamedBy(schedule: unknown): readonly string[] {
  const exceptions = membersOf(schedule)['exceptions'];
  if (!Array.isArray(exceptions)) return [];
  const named = exceptions.map((exception) => membersOf(exception)['calendar']);
  return [...new Set(named.filter((said) => typeof said === 'string'))];
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
