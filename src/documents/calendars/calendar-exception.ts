import type { CalendarException, Capacity } from '../../core/schedule/schedule.ts';
import type { StepBudget } from '../../core/step-budget.ts';
import { calendarOf } from './calendar.ts';
import { CalendarFault } from './calendar-fault.ts';
import { CalendarLayoutError } from './calendar-layout-error.ts';
import type { EventChoice } from './event-choice.ts';

/** How a schedule uses the events of a calendar, with the text of the calendar. */
export interface CalendarUse {
  readonly text: string;
  readonly note: string | undefined;
  /** The name of the calendar in reasons. */
  readonly name: string;
  readonly choice: EventChoice;
  readonly capacity: Capacity;
  /** The zone of the schedule. */
  readonly timeZone: string;
  /** `true` reads all chosen events at once; `false` reads each only when it may take place. */
  readonly isReadWhole: boolean;
}

/**
 * The exception that a calendar makes; its `eventsBetween` may throw a CalendarLayoutError.
 * @throws CalendarFault if the text is not a calendar, or, with `isReadWhole`, if a chosen event cannot be read
 * @throws StepsSpent if reading it takes more than `budget`
 */
export function calendarException(
  { text, note, name, choice, capacity, timeZone, isReadWhole }: CalendarUse,
  budget?: StepBudget,
): CalendarException {
  const calendar = calendarOf(text, budget);
  if (isReadWhole) calendar.requireReadable(choice, budget);
  return {
    kind: 'calendar',
    capacity,
    name,
    version: calendar.version,
    note,
    eventsBetween: (from, until, whole) => {
      try {
        return calendar.eventsBetween({ from, until, timeZone, choice, whole }).map(({ opens, closes, summary }) => ({
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
