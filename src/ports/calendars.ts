import type { Temporal } from 'temporal-polyfill';
import type { CalendarReading } from '../core/schedule/calendar-reading.ts';

/** The calendars that schedules refer to. */
export interface Calendars {
  /**
   * The calendar at an address or in a file, as a schedule names it. An address that has failed recently is tried again only
   * after a while, or if `insist` is `true`.
   */
  read(said: string, insist?: boolean): Promise<CalendarReading>;
  /** The stored copies of calendars at addresses; this fetches nothing. */
  copies(): Promise<readonly CalendarCopyHead[]>;
  /** Deletes the stored copies that nobody has used since `before`, except those of `named` addresses. @returns their number */
  sweep(before: Temporal.Instant, named: ReadonlySet<string>): Promise<number>;
}

/** The stored copy of a calendar at an address. */
export interface CalendarCopy {
  readonly address: string;
  /** The last text that was a valid calendar; `undefined` if there was none yet. */
  readonly text: string | undefined;
  /** When the address last returned this text. */
  readonly fetchedAt: Temporal.Instant | undefined;
  /** The ETag of this version, for conditional requests. */
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
  readonly triedAt: Temporal.Instant;
  /** Why the last attempt failed. */
  readonly fault: string | undefined;
  /** A later text some of whose events cannot be read. It is kept too, because schedules that do not choose them can use it. */
  readonly newer?: PartialText | undefined;
}

export interface PartialText {
  readonly text: string;
  /** When the address last returned this text. */
  readonly fetchedAt: Temporal.Instant;
}

/** A stored copy without its texts. */
export type CalendarCopyHead = Omit<CalendarCopy, 'text' | 'newer'>;

export interface CalendarCopies {
  /** Is a text small enough to be stored? */
  fits(text: string): boolean;
  get(address: string): Promise<CalendarCopy | undefined>;
  put(copy: CalendarCopy): Promise<void>;
  list(): Promise<readonly CalendarCopyHead[]>;
  /** Deletes the copies that were last tried before an instant, except those of `kept` addresses. @returns their number */
  sweep(before: Temporal.Instant, kept: ReadonlySet<string>): Promise<number>;
}

/** The result of fetching or reading a calendar. */
export type CalendarAnswer =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly etag: string | undefined;
      readonly lastModified: string | undefined;
    }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'failed'; readonly reason: string };

/** Fetches calendars from addresses, and reads them from files. Every failure is a result, in words for people. */
export interface CalendarOrigin {
  /** `known` is the stored version, if there is one. */
  fetch(address: URL, known: Pick<CalendarCopy, 'etag' | 'lastModified'> | undefined): Promise<CalendarAnswer>;
  readFile(file: string): Promise<CalendarAnswer>;
}

export interface HasCalendars {
  readonly calendars: Calendars;
}
