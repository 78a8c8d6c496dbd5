/** A text that is no calendar, or one that cannot be laid out. The message says why, in words for people. */
export class CalendarFault extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CalendarFault';
  }
}
