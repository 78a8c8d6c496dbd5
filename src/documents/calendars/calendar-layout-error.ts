import { LayoutRefused } from '../../core/schedule/layout-refused.ts';

/** A calendar was read, but its events in a span cannot be laid out: one cannot be read, or there are too many. */
export class CalendarLayoutError extends LayoutRefused {
  constructor(calendar: string, cause: Error) {
    super(`The calendar ${calendar} cannot be laid out: ${cause.message}.`, { cause });
    this.name = 'CalendarLayoutError';
  }
}
