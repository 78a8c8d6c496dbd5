import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import type { RawRequest } from './http/raw.ts';
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
  append(entry: LogEntry): void;
  /** Replaces all entries. */
  replace(entries: readonly LogEntry[]): void;
  close(): void;
}

/** Opens a log in memory, or one in a file, which it continues or creates. */
export function openRequestLog(file: string | undefined): RequestLog {
  const kept = file === undefined ? undefined : openFile(file);
  let entries: LogEntry[] = [...(kept?.entries ?? [])];
  return {
    get entries() {
      return entries;
    },
    append: (entry) => {
      kept?.write([entry]);
      // Only the latest time is needed: everything due before happens then, in the same order.
      if (entry.kind === 'time' && entries.at(-1)?.kind === 'time') entries.pop();
      entries.push(entry);
    },
    replace: (others) => {
      entries = [...others];
      kept?.clear();
      kept?.write(entries);
    },
    close: () => kept?.close(),
  };
}

/** The instant of the last entry that has one. */
export function lastInstant(entries: readonly LogEntry[]): Temporal.Instant | undefined {
  const last = entries.findLast((entry) => entry.kind !== 'world');
  return last === undefined ? undefined : Temporal.Instant.from(last.at);
}

function openFile(file: string) {
  const descriptor = openSync(file, 'a+');
  const text = readFileSync(file, 'utf8');
  // A last line without a line break was cut off by a crash, so its request was never answered.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) ftruncateSync(descriptor, Buffer.byteLength(whole));
  const lines = whole.split('\n').slice(0, -1);
  return {
    entries: lines.map((line) => JSON.parse(line) as LogEntry),
    write: (entries: readonly LogEntry[]) =>
      void writeSync(descriptor, entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')),
    clear: () => ftruncateSync(descriptor),
    close: () => closeSync(descriptor),
  };
}
