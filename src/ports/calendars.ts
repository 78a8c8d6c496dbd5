import type { Temporal } from 'temporal-polyfill';
import type { CalendarReading } from '../core/schedule/calendar-reading.ts';

/** The calendars that schedules name. */
export interface Calendars {
  /**
   * The calendar at an address or in a file, as a schedule writes it. An address that has failed lately is tried again only
   * after a while, or for somebody who insists.
   */
  read(said: string, insist?: boolean): Promise<CalendarReading>;
  /** What has been kept of calendars at addresses; nothing is fetched for it. */
  copies(): Promise<readonly Omit<CalendarCopy, 'text'>[]>;
}

/** What is kept of a calendar at an address. */
export interface CalendarCopy {
  readonly address: string;
  /** The last text that was a calendar; `undefined` until there was one. */
  readonly text: string | undefined;
  /** When the address last gave this text. */
  readonly fetchedAt: Temporal.Instant | undefined;
  /** What the address said of this version, to be asked for another. */
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
  readonly triedAt: Temporal.Instant;
  /** Why the last try failed. */
  readonly fault: string | undefined;
}

export interface CalendarCopies {
  /** Is a text small enough to be kept? */
  fits(text: string): boolean;
  get(address: string): Promise<CalendarCopy | undefined>;
  put(copy: CalendarCopy): Promise<void>;
  list(): Promise<readonly Omit<CalendarCopy, 'text'>[]>;
}

/** What came of asking for a calendar. */
export type CalendarAnswer =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly etag: string | undefined;
      readonly lastModified: string | undefined;
    }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'failed'; readonly reason: string };

/** Where calendars come from. Whatever goes wrong is an answer, in words for people. */
export interface CalendarOrigin {
  /** `known` is the version that is there already, if one is. */
  fetch(address: URL, known: Pick<CalendarCopy, 'etag' | 'lastModified'> | undefined): Promise<CalendarAnswer>;
  readFile(file: string): Promise<CalendarAnswer>;
}

export interface HasCalendars {
  readonly calendars: Calendars;
}
