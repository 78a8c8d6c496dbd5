/** The text of a calendar, or why there is none to go by. */
export type CalendarReading =
  | {
      readonly ok: true;
      readonly text: string;
      /** What should be known of it: that this is an older copy, and why. */
      readonly note: string | undefined;
      /** A newer text, of which some events cannot be read. */
      readonly newer?: string | undefined;
    }
  | { readonly ok: false; readonly fault: string };
