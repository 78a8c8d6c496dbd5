/** Reasons are on one line, are stored in tables, and may quote what somebody else has written. */
const LONGEST = 300;

/** A text is not a calendar, or its events cannot be laid out. The message gives the reason, in words for people. */
export class CalendarFault extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, LONGEST), options);
    this.name = 'CalendarFault';
  }
}
