/** A schedule document made from the configuration of another tool. */
export interface ImportedSchedule {
  readonly id: string;
  readonly timeZone: string;
  readonly windows: readonly ImportedWindow[];
  readonly outside: ImportedCapacity;
}

/** A window of an imported schedule. */
export type ImportedWindow = {
  readonly name: string;
  readonly capacity: ImportedCapacity;
} & (
  | { readonly days: readonly string[]; readonly from: string; readonly to: string }
  | { readonly cron: string; readonly duration: string }
);

export interface ImportedCapacity {
  readonly min?: number | string;
  readonly max?: number | string;
}

/** A policy with its schedules, made from the configuration of another tool, and what could not be carried over. */
export interface Imported {
  readonly policy: Readonly<Record<string, unknown>>;
  readonly schedules: readonly ImportedSchedule[];
  /** A sentence for each setting that the documents do not have, or implement in another way. */
  readonly notCarriedOver: readonly string[];
}

/** The input is not a readable configuration of the other tool. */
export class ImportFault extends Error {
  override readonly name = 'ImportFault';
}

/** The names of the weekdays, from Monday on. */
export const WEEKDAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];

/** A policy for a pool that only follows schedules. It observes until its owner has seen what it would do. */
export function schedulePolicy(pool: string, schedules: readonly string[]): Readonly<Record<string, unknown>> {
  return { id: idFrom(pool), pools: [pool], mode: 'observe', schedules };
}

/** The id of a document, from a name in another tool or the id of a pool. */
export function idFrom(name: string): string {
  const id = name.replaceAll(/[^A-Za-z0-9_-]/g, '-').replace(/^[-_]+/, '');
  return id === '' ? 'imported' : id.slice(0, 64);
}

/** A time of day in minutes, in the form of documents; the end of the day is 24:00. */
export function timeOfDay(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** The name of a time zone, in the spelling of the tz database. @throws ImportFault if it is unknown */
export function timeZoneNamed(name: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    throw new ImportFault(`the time zone '${name}' is not known`);
  }
}
