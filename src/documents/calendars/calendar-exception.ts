import { matchesGlob } from '../../core/glob.ts';
import type { CalendarException, Capacity } from '../../core/schedule/schedule.ts';
import { calendarOf } from './calendar.ts';
import { CalendarFault } from './calendar-fault.ts';
import { CalendarLayoutError } from './calendar-layout-error.ts';

/** What a schedule says of the events of a calendar, with the text of the calendar. */
export interface CalendarUse {
  readonly text: string;
  readonly note: string | undefined;
  /** The calendar as reasons name it. */
  readonly name: string;
  /** Only events with such a summary count; all of them without it. */
  readonly match: string | undefined;
  readonly capacity: Capacity;
  /** The schedule's. */
  readonly timeZone: string;
}

/** The exception that a calendar makes; its events may throw a CalendarLayoutError. @throws CalendarFault for a text that is none */
export function calendarException({ text, note, name, match, capacity, timeZone }: CalendarUse): CalendarException {
  const calendar = calendarOf(text);
  return {
    kind: 'calendar',
    capacity,
    name,
    version: calendar.version,
    note,
    eventsBetween: (from, until) => {
      try {
        return calendar
          .eventsBetween(from, until, timeZone)
          .filter(({ summary }) => match === undefined || matchesGlob(match, summary))
          .map(({ opens, closes, summary }) => ({
            opens,
            closes,
            name: summary === '' ? name : `${summary} (${name})`,
          }));
      } catch (error) {
        throw error instanceof CalendarFault ? new CalendarLayoutError(name, error) : error;
      }
    },
  };
}
