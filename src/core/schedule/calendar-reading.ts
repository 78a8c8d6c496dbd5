/** The text of a calendar, or why there is none. */
export type CalendarReading =
  | {
      readonly ok: true;
      readonly text: string;
      /** A remark on it, for example that it is an older copy, and why. */
      readonly note: string | undefined;
      /** A newer text, some of whose events cannot be read, and a remark on it. */
      readonly newer?: { readonly text: string; readonly note: string | undefined } | undefined;
    }
  | { readonly ok: false; readonly fault: string };
