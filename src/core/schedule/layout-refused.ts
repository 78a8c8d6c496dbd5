/**
 * The timeline of a schedule cannot be computed, because the schedule or one of its calendars needs more steps than are
 * allowed. The message gives the reason.
 */
export class LayoutRefused extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LayoutRefused';
  }
}
