import { LayoutRefused } from '../../core/schedule/layout-refused.ts';

/** A calendar that was read, and whose events of a span cannot be laid out: they are more than the budget allows. */
export class CalendarLayoutError extends LayoutRefused {
  constructor(calendar: string, cause: Error) {
    super(`The calendar ${calendar} cannot be laid out: ${cause.message}.`, { cause });
    this.name = 'CalendarLayoutError';
  }
}
