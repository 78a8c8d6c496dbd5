import { Temporal } from 'temporal-polyfill';
import type { RawRequest } from './http/raw.ts';
import { type LineFormat, openLineFile } from './line-file.ts';
import type { Origin } from './origin.ts';

/** One line of a log. */
export type LogEntry =
  /** The first entry: the origin of the world. */
  | ({ readonly kind: 'world' } & Origin)
  /** A request that may have changed the world, with its virtual instant; one to the REST API with its account. */
  | { readonly kind: 'request'; readonly at: string; readonly account?: string; readonly request: RawRequest }
  /** The time that the clock has reached. */
  | { readonly kind: 'time'; readonly at: string };

/**
 * Everything that changed a world. A world is determined by its origin and its requests: replayed from the beginning, the
 * requests give the same world. With a file, each line is written to the operating system before the request is answered, so
 * that it survives a killed process.
 */
export interface RequestLog {
  readonly entries: readonly LogEntry[];
  /** @throws Error if the file cannot be written, except for a time; the entry is written before the next one then */
  append(entry: LogEntry): void;
  /** Replaces all entries. @throws Error if the file cannot be written; nothing is replaced then */
  replace(entries: readonly LogEntry[]): void;
  close(): void;
}

/** Opens a log in memory, or one in a file, which it continues or creates. @throws Error for a file that is no log */
export function openRequestLog(file: string | undefined): RequestLog {
  return file === undefined ? logInMemory() : logInFile(file);
}

function logInMemory(): RequestLog {
  let entries: LogEntry[] = [];
  return {
    get entries() {
      return entries;
    },
    append: (entry) => {
      // Only the latest time is needed: everything due before happens then, in the same order.
      if (entry.kind === 'time' && entries.at(-1)?.kind === 'time') entries.pop();
      entries.push(entry);
    },
    replace: (others) => {
      entries = [...others];
    },
    close: () => undefined,
  };
}

/** A time takes as many characters as any other, so that it can be written in the place of another. */
const TIME_LENGTH = 64;

/** The entries are in the file only: a world that goes on for months takes no more memory for its past. */
function logInFile(file: string): RequestLog {
  // The lines of the past are read again when they are needed.
  const { lines: _, ...kept } = openLineFile(file, FORMAT);
  let endsWithTime = false;
  return {
    get entries() {
      return withoutPassedTimes(kept.read());
    },
    append: (entry) => {
      const follows = endsWithTime;
      endsWithTime = entry.kind === 'time';
      if (entry.kind !== 'time') return kept.append([JSON.stringify(entry)]);
      const line = JSON.stringify(entry).padEnd(TIME_LENGTH);
      try {
        if (follows) kept.replaceLast(line);
        else kept.append([line]);
      } catch {
        // The time alone is no reason to fail: nothing has happened that it would be needed for.
      }
    },
    replace: (others) => {
      kept.replace(others.map((entry) => JSON.stringify(entry)));
      endsWithTime = false;
    },
    close: () => kept.close(),
  };
}

/** A process that ended, and versions before this one, leave a time after another. */
function withoutPassedTimes(entries: readonly LogEntry[]): readonly LogEntry[] {
  return entries.filter(({ kind }, index) => kind !== 'time' || entries[index + 1]?.kind !== 'time');
}

/** The instant of the last entry that has one. */
export function lastInstant(entries: readonly LogEntry[]): Temporal.Instant | undefined {
  const last = entries.findLast((entry) => entry.kind !== 'world');
  return last === undefined ? undefined : Temporal.Instant.from(last.at);
}

const FORMAT: LineFormat<LogEntry> = {
  beginning: '{"kind":"world"',
  read: (line) => {
    const entry = JSON.parse(line) as LogEntry;
    if (!['world', 'request', 'time'].includes(entry.kind)) throw new Error('it is no entry of a log');
    return entry;
  },
};
