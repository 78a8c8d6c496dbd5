/** Reasons stand on one line, are kept in tables, and may repeat what somebody else has written. */
const LONGEST = 300;

/** A text that is no calendar, or one that cannot be laid out. The message says why, in words for people. */
export class CalendarFault extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, LONGEST), options);
    this.name = 'CalendarFault';
  }
}
